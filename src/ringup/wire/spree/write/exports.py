"""Placed orders, written as an import of orders reads them."""

import msgspec

from ringup.domain.past.told import PastOrder

_encode = msgspec.json.Encoder().encode


def order_line(past: PastOrder) -> str:
    """Write an order as one line of JSON, without what is as usual."""
    return _encode(past).decode() + "\n"
