"""The header ``Idempotency-Key``: which requests are the same, and how their answer is kept."""

import hashlib
import hmac
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import msgspec
from starlette.types import Scope

from ringup.domain.order import order_id_from
from ringup.domain.problems import Invalid, Problem, Refusal
from ringup.services.answering_once import Replayed, answered_once
from ringup.services.asking import Asking, Desk
from ringup.services.once import KeptAnswer, Once
from ringup.web.answers import Answer, Header
from ringup.web.limits import address_of
from ringup.web.multipart import UploadedFile
from ringup.web.nesting import Parameters
from ringup.wire.spree.operations import Call, Operation
from ringup.wire.spree.read.inputs import CardInput
from ringup.wire.spree.refuse import refused

HEADER = "Idempotency-Key"
REPLAYED: Header = (b"idempotency-replayed", b"true")
LONGEST = 255

_KEY = re.compile(rf"[!-~]{{1,{LONGEST}}}")
_CREDENTIALS = ("token", "order_token")
_SECURITY_CODE = frozenset({"verification_value", *CardInput.spelled["verification_value"]})
_DIGITS_KEPT = 4


async def handled(operation: Operation, call: Call, scope: Scope) -> Answer:
    """Have a request handled: once, if it has an idempotency key.

    Raises what the handler raises, ``Invalid`` for what cannot be a key or meant another request,
    and ``KeyInFlight``.
    """
    key = None if operation.method == "GET" else _key_in(scope)
    if key is None:
        return await operation.handler(call)
    once = once_of(key, operation, call, address_of(scope))
    asking = msgspec.structs.replace(call.asking, once=once)

    async def handle(desk: Desk) -> KeptAnswer:
        at_desk = msgspec.structs.replace(call, desk=desk, asking=asking)
        return _kept(await operation.handler(at_desk))

    def refuse(refusal: Refusal) -> KeptAnswer:
        return _kept(refused(refusal, call.locale))

    try:
        return _answer(await answered_once(call.desk, asking, once, handle, refuse))
    except Replayed as earlier:
        return _answer(earlier.answer, REPLAYED)


def once_of(key: str, operation: Operation, call: Call, address: str) -> Once:
    """Tell what one request means under its key. ``address`` is known of whoever shows nothing."""
    generation = "/api" if call.documented else "/api/v1"
    name = f"{operation.method} {generation}{operation.path}"
    number = call.path.get("number", "").upper()
    scope = _hash(name, {**call.path, "number": number}, _caller(call.asking, address))
    store = {} if number else _store(call.asking)
    return Once(
        key=key,
        scope=scope,
        operation=name,
        order_id=order_id_from(number) or _spread(scope, key),
        fingerprint=fingerprint(key, {**call.parameters, **_hashed(call.files), **store}),
        at=call.desk.clock(),
        order_token=call.asking.order_token,
    )


def _hashed(files: Mapping[str, UploadedFile]) -> Parameters:
    return {name: hashlib.sha256(file.content).hexdigest() for name, file in files.items()}


def _store(asking: Asking) -> Parameters:
    """Tell which store is asked; an order keeps its own, whatever its requests say."""
    wish = asking.store
    return {"Host": wish.host.lower(), "X-Spree-Store": (wish.code or "").casefold()}


def fingerprint(key: str, parameters: Parameters) -> bytes:
    """Hash parameters as JSON: the order of members and the writing of numbers do not matter.

    Credentials are left out, since they say who asks, not for what. Of cards only what is kept of
    them anyway is hashed.
    """
    wanted = {name: value for name, value in parameters.items() if name not in _CREDENTIALS}
    canonical = msgspec.json.encode(_plain(wanted), order="sorted")
    return hmac.digest(key.encode(), canonical, "sha256")


def _key_in(scope: Scope) -> str | None:
    for name, value in scope["headers"]:
        if name == b"idempotency-key":
            key: str = value.decode("latin-1").strip()
            if _KEY.fullmatch(key):
                return key
            text = f"must have 1 to {LONGEST} visible characters"
            raise Invalid(Problem("", HEADER, "idempotency_key_invalid", text))
    return None


def _caller(asking: Asking, address: str) -> Mapping[str, str | None]:
    """Give all that was presented, so that nobody gets an answer that was for somebody else."""
    if asking.api_key or asking.order_token:
        return {"key": asking.api_key, "token": asking.order_token}
    return {"address": address}


def _hash(*parts: object) -> bytes:
    # As ASCII, since what clients send may hold what no UTF-8 does.
    return hashlib.sha256(repr(parts).encode("ascii", "backslashreplace")).digest()


def _spread(scope: bytes, key: str) -> int:
    """Make a number below zero, so that requests on no order do not all lie in one place."""
    return -1 - int.from_bytes(hashlib.sha256(scope + key.encode()).digest()[:6])


def _plain(value: Any) -> Any:  # noqa: ANN401 - whatever JSON holds
    if isinstance(value, dict):
        return {name: _of_member(name, inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    return value.normalize() if isinstance(value, Decimal) else value


def _of_member(name: str, value: Any) -> Any:  # noqa: ANN401 - whatever JSON holds
    """Leave of a card's number what is kept of it, and of its security code nothing."""
    if name in _SECURITY_CODE:
        return None
    if name == "number" and isinstance(value, str | int):
        return str(value)[-_DIGITS_KEPT:]
    return _plain(value)


def _kept(answer: Answer) -> KeptAnswer:
    headers = tuple((name.decode("ascii"), text.decode("ascii")) for name, text in answer.headers)
    return KeptAnswer(status=answer.status, headers=headers, body=answer.body)


def _answer(kept: KeptAnswer, *extra: Header) -> Answer:
    headers = tuple((name.encode("ascii"), text.encode("ascii")) for name, text in kept.headers)
    return Answer(status=kept.status, headers=(*headers, *extra), body=kept.body)
