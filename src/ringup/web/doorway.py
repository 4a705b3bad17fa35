"""What every request passes on its way in and out: its id, safe headers, and a net below all.

Wrap the whole application in ``Doorway``, outermost. Inside, ``scope["state"]["request_id"]`` is
the request's id. What nobody expected is logged with that id and answered as a 500 that tells
nothing of the program; what started to be answered is cut off.
"""

from collections.abc import Callable

import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ringup.web.answers import Answer, Header, json_answer, send_answer
from ringup.web.request_ids import request_id_of

_log = structlog.get_logger("ringup.web")

_SAFE: tuple[Header, ...] = (
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
)
_DEFAULTS: tuple[Header, ...] = (
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
    (b"cache-control", b"no-store"),
)
"""For answers that do not say otherwise themselves, as pages and the catalogue do."""


def internal_error() -> Answer:
    """Say that the fault is ours, and nothing else."""
    return json_answer(
        {"error": "Something went wrong here. It has been noted.", "code": "internal_error"}, 500
    )


class Doorway:
    """The outermost part of the application; ``mishap`` writes the 500."""

    def __init__(self, app: ASGIApp, mishap: Callable[[], Answer] = internal_error) -> None:
        """Take the application to stand before."""
        self._app = app
        self._mishap = mishap

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request in and the answer out."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request_id = request_id_of(_given_id(scope))
        scope.setdefault("state", {})["request_id"] = request_id
        outgoing = _Outgoing(send, request_id)
        try:
            await self._app(scope, receive, outgoing)
        except Exception as error:
            _log.exception("unexpected", request_id=request_id, path=scope["path"])
            if outgoing.started:
                raise
            await send_answer(self._mishap(), outgoing)
            del error


class _Outgoing:
    """Adds headers to an answer as it starts."""

    def __init__(self, send: Send, request_id: str) -> None:
        self._send = send
        self._request_id = request_id.encode("ascii")
        self.started = False

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.started = True
            headers = message["headers"] = list(message.get("headers", ()))
            said = {name for name, _ in headers}
            headers += _SAFE
            headers += [default for default in _DEFAULTS if default[0] not in said]
            headers.append((b"x-request-id", self._request_id))
        await self._send(message)


def _given_id(scope: Scope) -> bytes | None:
    return next((value for name, value in scope["headers"] if name == b"x-request-id"), None)
