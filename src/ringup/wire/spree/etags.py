"""An order's version as an ``ETag``, and the version an ``If-Match`` names."""

from ringup.domain.order import Order
from ringup.web.answers import Header

_NO_VERSION = -1
"""Matches no order: an ``If-Match`` that cannot be one of ours must fail."""

_MOST_DIGITS = 18


def etag_of(order: Order) -> Header:
    """Give the header that names the order's version."""
    return (b"etag", b'"%d"' % order.version)


def version_named(if_match: str) -> int | None:
    """Tell which version an ``If-Match`` names; ``None`` if there is none, or any will do.

    Of several the last is taken: an order has one version at a time.
    """
    if if_match.strip() in {"", "*"}:
        return None
    name = if_match.rpartition(",")[2].strip().removeprefix("W/").strip('"')
    if name.isascii() and name.isdigit() and len(name) <= _MOST_DIGITS:
        return int(name)
    return _NO_VERSION
