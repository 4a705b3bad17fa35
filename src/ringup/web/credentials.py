"""Who says they are calling: an API key, an order's token, both or neither. Never logged."""

from collections.abc import Iterable
from typing import Any

import msgspec

from ringup.web.nesting import Parameters

_BEARER = "bearer "


class Credentials(msgspec.Struct, frozen=True, kw_only=True):
    """What was presented, as it was; an empty one is none."""

    api_key: str | None = None
    order_token: str | None = None

    def __repr__(self) -> str:
        """Show no secret, wherever it may be printed."""
        return "Credentials(…)"


def credentials_of(headers: Iterable[tuple[bytes, bytes]], parameters: Parameters) -> Credentials:
    """Find the key and the token.

    The key: header ``X-Spree-Token``, else ``Authorization: Bearer``, else parameter ``token``.
    The token: ``X-Spree-Order-Token``, else ``X-Order-Token``, else parameter ``order_token``.
    """
    found = {name: value.decode("latin-1").strip() for name, value in headers if name in _HEADERS}
    return Credentials(
        api_key=found.get(b"x-spree-token")
        or _bearer(found.get(b"authorization", ""))
        or _text(parameters.get("token")),
        order_token=found.get(b"x-spree-order-token")
        or found.get(b"x-order-token")
        or _text(parameters.get("order_token")),
    )


_HEADERS = frozenset({b"x-spree-token", b"authorization", b"x-spree-order-token", b"x-order-token"})


def _bearer(authorization: str) -> str | None:
    if authorization[: len(_BEARER)].lower() != _BEARER:
        return None
    return authorization[len(_BEARER) :].strip() or None


def _text(value: Any) -> str | None:  # noqa: ANN401 - whatever the client sent under that name
    return value.strip() or None if isinstance(value, str) else None
