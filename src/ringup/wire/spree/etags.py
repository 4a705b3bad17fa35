"""An order's version as an ``ETag``, and the versions an ``If-Match`` names."""

import re

from ringup.domain.order import Order
from ringup.web.answers import Answer, Header

_NAME = re.compile(r'(?:W/)?"?([0-9]{1,18})"?')
"""One of our versions. What compresses answers on their way makes their names weak (``W/``), and
careless clients leave the quotes out: both still name the version."""


def etag_of(order: Order) -> Header:
    """Give the header that names the order's version."""
    return (b"etag", b'"%d"' % order.version)


def done(order: Order) -> Answer:
    """Answer that it is done, with nothing to say but the order's new version."""
    return Answer(status=204, headers=(etag_of(order),))


def versions_named(if_match: str) -> frozenset[int] | None:
    """Tell which versions an ``If-Match`` names; ``None`` if there is none, or any will do.

    What cannot be the name of a version names none, and no order has it.
    """
    if if_match.strip() in {"", "*"}:
        return None
    names = (_NAME.fullmatch(name.strip()) for name in if_match.split(","))
    return frozenset(int(name[1]) for name in names if name)
