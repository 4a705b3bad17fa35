"""Who says they are calling: an API key, an order's token, both or neither. Never logged."""

from typing import Any

import msgspec

from ringup.web.headers import Headers, header
from ringup.web.nesting import Parameters

_BEARER = "bearer "


class Credentials(msgspec.Struct, frozen=True, kw_only=True):
    """What was presented, as it was; an empty one is none."""

    api_key: str | None = None
    order_token: str | None = None

    def __repr__(self) -> str:
        """Show no secret, wherever it may be printed."""
        return "Credentials(…)"


def credentials_of(headers: Headers, parameters: Parameters) -> Credentials:
    """Find the key and the token.

    The key: header ``X-Spree-Token``, else ``Authorization: Bearer``, else parameter ``token``.
    The token: ``X-Spree-Order-Token``, else ``X-Order-Token``, else parameter ``order_token``.
    """
    return Credentials(
        api_key=key_shown(headers) or _text(parameters.get("token")),
        order_token=header(headers, b"x-spree-order-token").strip()
        or header(headers, b"x-order-token").strip()
        or _text(parameters.get("order_token")),
    )


def key_shown(headers: Headers) -> str | None:
    """Find the key that a header shows, right or wrong."""
    return header(headers, b"x-spree-token").strip() or _bearer(header(headers, b"authorization"))


def _bearer(authorization: str) -> str | None:
    authorization = authorization.strip()
    if authorization[: len(_BEARER)].lower() != _BEARER:
        return None
    return authorization[len(_BEARER) :].strip() or None


def _text(value: Any) -> str | None:  # noqa: ANN401 - whatever the client sent under that name
    return value.strip() or None if isinstance(value, str) else None
