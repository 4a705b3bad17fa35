"""What the program writes about itself: one line per event, for people or as JSON, no secrets.

Everything goes to standard error: our own events, one line per request, and what the server and
other libraries say through the standard library's logging.
"""

import logging
import re
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Literal

import msgspec
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ringup.plain_structlog import structlog

log = structlog.get_logger("ringup")

HIDDEN = "[hidden]"
SECRETS = frozenset(
    {
        *("api_key", "key", "token", "order_token", "recovery_token", "authorization"),
        *("cookie", "secret"),
        *("password", "card_number", "verification_value", "cvv", "cvc", "x-spree-token"),
    }
)
"""Names of things whose value is never written."""

# As a client may have put them into a text: `token=…`, `"api_key": "…"`, `Bearer …`.
_NAMED_SECRET = re.compile(
    r"""(?ix) \b (token | api_key | order_token | recovery_token | secret | password
        | verification_value | bearer) (["']?\s*[=:]\s*["']? | \s+) [^\s&"',;]+"""
)
_CARD_NUMBER = re.compile(r"\b\d(?:[ -]?\d){12,18}\b")
# Ids in a path are long numbers too, and a path is all that tells which request it was.
_PLAIN = frozenset({"path", "timestamp", "level", "method", "request_id"})


def set_up(style: Literal["auto", "console", "json"] = "auto", level: str = "info") -> None:
    """Decide once per process how lines look and which are written."""
    weight = logging.getLevelNamesMapping()[level.upper()]
    render = _renderer(style)
    structlog.configure(
        processors=[*_COMMON, *render],
        wrapper_class=structlog.make_filtering_bound_logger(weight),
        logger_factory=structlog.WriteLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    _set_up_standard_library(weight, render)


def scrubbed(
    _logger: structlog.typing.WrappedLogger, _method: str, event: structlog.typing.EventDict
) -> structlog.typing.EventDict:
    """Take out whatever could be a key, a token or a card number."""
    for name, value in event.items():
        if name in SECRETS:
            event[name] = HIDDEN
        elif isinstance(value, str) and name not in _PLAIN:
            event[name] = _without_secrets(value)
    return event


class AccessLog:
    """Middleware inside the doorway: one line per request, without its query, which may hold keys.

    Whatever is logged while the request is answered carries its id.
    """

    def __init__(self, app: ASGIApp) -> None:
        """Wrap the application; how lines look is decided by now."""
        self._app = app
        self._tell = _request_teller()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and write the line when it is answered."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        # Of this request's own task: all that is logged on the way has it.
        request_id = scope.get("state", {}).get("request_id")
        structlog.contextvars.bind_contextvars(request_id=request_id)
        answer = _Answer(send)
        started = time.perf_counter()
        try:
            await self._app(scope, receive, answer)
        finally:
            self._tell(
                RequestLine(
                    method=scope["method"],
                    path=scope["path"],
                    status=answer.status,
                    ms=round((time.perf_counter() - started) * 1000, 1),
                    request_id=request_id,
                )
            )


def _timestamp() -> str:
    return datetime.now(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


class RequestLine(msgspec.Struct, frozen=True, kw_only=True):
    """What is told of a request: nothing that could be secret, so there is nothing to take out."""

    method: str
    path: str
    status: int
    ms: float
    request_id: str | None
    level: str = "info"
    timestamp: str = msgspec.field(default_factory=_timestamp)
    event: str = "request"


def _request_teller() -> Callable[[RequestLine], None]:
    """Choose how requests are told: there is one for each, so JSON is written without a detour.

    Through all that structlog does with a line it takes a tenth of a request.
    """
    if not log.is_enabled_for(logging.INFO):
        return lambda _line: None
    as_json = structlog.get_config()["processors"][-1] is _json
    return _write_request if as_json else _log_request


def _write_request(line: RequestLine) -> None:
    sys.stderr.write(f"{_encoder.encode(line).decode()}\n")


def _log_request(line: RequestLine) -> None:
    log.info(line.event, method=line.method, path=line.path, status=line.status, ms=line.ms)


class _Answer:
    """Notes an answer's status on its way out; 500 if none was ever sent."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self.status = 500

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
        await self._send(message)


def _without_secrets(text: str) -> str:
    return _CARD_NUMBER.sub(HIDDEN, _NAMED_SECRET.sub(rf"\1\2{HIDDEN}", text))


def _json(
    _logger: structlog.typing.WrappedLogger, _method: str, event: structlog.typing.EventDict
) -> str:
    return _encoder.encode(event).decode()


def _renderer(style: str) -> list[structlog.typing.Processor]:
    if style == "console" or (style == "auto" and sys.stderr.isatty()):
        # A plain traceback: one with local variables would show what is secret.
        plain = structlog.dev.plain_traceback
        colors = sys.stderr.isatty()
        return [structlog.dev.ConsoleRenderer(colors=colors, exception_formatter=plain)]
    return [_json]


def _set_up_standard_library(weight: int, render: list[structlog.typing.Processor]) -> None:
    drop = structlog.stdlib.ProcessorFormatter.remove_processors_meta
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=_COMMON, processors=[drop, *render]
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(formatter)
    logging.basicConfig(handlers=[handler], level=max(weight, logging.INFO), force=True)
    logging.captureWarnings(capture=True)


_encoder = msgspec.json.Encoder(enc_hook=repr)
_COMMON: list[structlog.typing.Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.processors.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.format_exc_info,
    scrubbed,
]
