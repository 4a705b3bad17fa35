"""The statements of one whole checkout, as the program gave them to the database.

To be done again for another order, what is the order's own in their parameters has to vary: its
id, and the numbers that are unique in the whole shop, such as events'. Everything else (children's
ids, which are unique within their order, texts, moments) may stay as it was.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from bench.shops import FIRST_OF_OTHERS

_CHILD_BITS = 22
_NUMBER = re.compile(r"(?<![\w.-])\d+(?![\w.])")


class Captured(msgspec.Struct, frozen=True):
    """One statement with its parameters; ``connection`` says which of several said it."""

    sql: str
    arguments: Any = ()
    connection: int = 0
    with_last: bool = False
    """Whether it was sent together with the one before."""


class Checkout(msgspec.Struct, frozen=True):
    """Everything that was said to the database for one order."""

    order_id: int
    statements: tuple[Captured, ...]


class Piece(msgspec.Struct, frozen=True):
    """A part of a text: as it stands, or a number that varies from one order to the next."""

    text: str
    varies: str = ""
    """Nothing, ``order`` for the order's id, or ``unique`` for a number of the whole shop's."""


def pieces_of(text: str, order_id: int) -> Iterator[Piece]:
    """Cut a text where numbers stand that vary."""
    end = 0
    for found in _NUMBER.finditer(text):
        varies = varying(int(found[0]), order_id)
        if varies:
            yield Piece(text[end : found.start()])
            yield Piece(found[0], varies)
            end = found.end()
    yield Piece(text[end:])


def varying(number: int, order_id: int) -> str:
    """Tell how a number varies; see ``Piece``."""
    if number == order_id:
        return "order"
    is_child = number >> _CHILD_BITS == order_id
    return "unique" if number >= FIRST_OF_OTHERS and not is_child else ""


def varies(text: str, order_id: int) -> bool:
    """Whether anything in a text does."""
    return any(piece.varies for piece in pieces_of(text, order_id))


def shortest(checkouts: Sequence[Checkout]) -> Checkout:
    """Choose the one with the fewest statements: in the others a block of ids was fetched."""
    return min(checkouts, key=lambda checkout: len(checkout.statements))
