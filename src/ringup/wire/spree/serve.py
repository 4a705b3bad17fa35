"""From a request on the wire to a handler, and back: normalised path, parameters, credentials.

``Api`` is one ASGI application for everything below ``/api`` and ``/api/v1``.
"""

from collections.abc import Iterable

from starlette.types import Receive, Scope, Send

from ringup.domain.problems import Refusal
from ringup.services.asking import Asking, Desk
from ringup.services.which_store import StoreWish
from ringup.web.answers import Answer, send_answer
from ringup.web.body import LARGEST, whole_body
from ringup.web.credentials import credentials_of, key_shown
from ringup.web.headers import Headers, header, headers_by_name
from ringup.web.limits import UNLIMITED, Limits
from ringup.web.locales import known_locale, negotiated
from ringup.web.multipart import multipart_files
from ringup.web.nesting import Parameters
from ringup.web.parameters import parameters_of
from ringup.web.paths import Found, PathTable
from ringup.web.refusals import NoSuchPath, UnsupportedMediaType, WrongMethod
from ringup.wire.spree.etags import versions_named
from ringup.wire.spree.limiting import guard_of
from ringup.wire.spree.operations import Call, Operation
from ringup.wire.spree.refuse import refused

_LATER = "/api/v1"
_DOCUMENTED = "/api"
_SAME_AS = {"PATCH": "PUT", "HEAD": "GET"}


class Api:
    """Serves the operations at a desk."""

    def __init__(
        self, desk: Desk, operations: Iterable[Operation], limits: Limits = UNLIMITED
    ) -> None:
        """Lay the operations' paths out; raises ``ValueError`` if two are served at one."""
        self._desk = desk
        self._guard = guard_of(limits)
        self._paths: PathTable[Operation] = PathTable()
        for operation in operations:
            for path in (operation.path, *operation.also):
                self._paths.add(operation.method, path, operation)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        answer = await self._answer(scope, receive)
        if scope["method"] == "HEAD":
            await _send_head(answer, send)
        else:
            await send_answer(answer, send)

    async def _answer(self, scope: Scope, receive: Receive) -> Answer:
        locale = negotiated(header(headers_by_name(scope["headers"]), b"accept-language"))
        try:
            await self._guard.admit(scope)
            path, documented = _normalised(scope["path"])
            found = self._paths.find(path)
            if found is None:
                raise NoSuchPath
            if scope["method"] == "OPTIONS":
                return _options(found)
            served = _served(found, scope["method"])
            call = await self._call(scope, receive, served, locale, documented=documented)
            locale = call.locale
            return await self._guard.answered(served[0], call, scope)
        except Refusal as refusal:
            return refused(refusal, locale)

    async def _call(
        self,
        scope: Scope,
        receive: Receive,
        served: tuple[Operation, dict[str, str]],
        locale: str,
        *,
        documented: bool,
    ) -> Call:
        operation, values = served
        headers = headers_by_name(scope["headers"])
        kind = header(headers, b"content-type")
        body = await _body(headers, receive, operation.largest_body)
        parameters = parameters_of(scope["query_string"], kind, body)
        wished = parameters.get("locale")
        locale = (known_locale(wished) if isinstance(wished, str) else None) or locale
        return Call(
            desk=self._desk,
            asking=_asking(scope, headers, parameters, locale),
            method=scope["method"],
            path=values,
            parameters=parameters,
            files=multipart_files(kind, body) if operation.largest_body > LARGEST else {},
            locale=locale,
            documented=documented,
        )


def _asking(scope: Scope, headers: Headers, parameters: Parameters, locale: str) -> Asking:
    credentials = credentials_of(headers, parameters)
    return Asking(
        api_key=credentials.api_key,
        order_token=credentials.order_token,
        if_match=versions_named(header(headers, b"if-match")),
        locale=locale,
        store=_store_wished(headers, parameters),
        request_id=scope.get("state", {}).get("request_id", ""),
    )


def _store_wished(headers: Headers, parameters: Parameters) -> StoreWish:
    """Read which store is meant; a ``store`` with members is one that is being edited."""
    wished = parameters.get("store")
    named = wished.strip() if isinstance(wished, str) else ""
    code = header(headers, b"x-spree-store").strip() or named or None
    return StoreWish(host=header(headers, b"host"), code=code)


def _normalised(path: str) -> tuple[str, bool]:
    """Take the path below ``/api`` or ``/api/v1``, and tell whether it is the documented one."""
    for prefix, documented in ((_LATER, False), (_DOCUMENTED, True)):
        if path.startswith(prefix) and path[len(prefix) :][:1] in {"/", ""}:
            return path[len(prefix) :], documented
    raise NoSuchPath


def _served(found: Found[Operation], method: str) -> tuple[Operation, dict[str, str]]:
    served = found.by(_SAME_AS.get(method, method))
    if served is None:
        raise WrongMethod(_allowed(found))
    return served


def _allowed(found: Found[Operation]) -> tuple[str, ...]:
    """List the methods of a path, with those that are served by another's name."""
    methods = {*found.methods, "OPTIONS"}
    methods |= {alias for alias, method in _SAME_AS.items() if method in methods}
    return tuple(sorted(methods))


def _options(found: Found[Operation]) -> Answer:
    return Answer(status=204, headers=((b"allow", ", ".join(_allowed(found)).encode("ascii")),))


async def _body(headers: Headers, receive: Receive, most: int) -> bytes:
    """Read the body; one larger than usual only from whoever shows a key, right or wrong."""
    if header(headers, b"content-encoding") not in {"", "identity"}:
        raise UnsupportedMediaType("The body must not be compressed.")
    if most > LARGEST and not key_shown(headers):
        most = LARGEST
    return await whole_body(headers, receive, most)


async def _send_head(answer: Answer, send: Send) -> None:
    length = (b"content-length", b"%d" % len(answer.body))
    headers = [*answer.headers, (b"content-type", answer.content_type), length]
    await send({"type": "http.response.start", "status": answer.status, "headers": headers})
    await send({"type": "http.response.body", "body": b""})
