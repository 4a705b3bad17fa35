"""A second opinion on what a basket costs: a paper till that reckons in decimals.

It shares no line with the program: amounts are decimals in whole units, rounding is the decimal
module's, and what a basket's discounts and taxes are is read from the basket itself.
"""

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from itertools import accumulate, pairwise
from typing import NamedTuple

STEP = {"USD": "0.01", "EUR": "0.01", "JPY": "1", "KWD": "0.001"}


class Tax(NamedTuple):
    """So many ``percent``, in the price or added to it."""

    percent: str
    included: bool = False


class Basket(NamedTuple):
    """What lies in a basket, in decimal texts.

    ``goods`` are unit prices and quantities. ``line_off`` and ``order_off`` are a kind
    (``percent``, ``each``, ``line``; ``percent``, ``amount``) and how much.
    """

    currency: str
    goods: tuple[tuple[str, int], ...]
    taxes: tuple[Tax, ...] = ()
    shipping: tuple[str, ...] = ()
    line_off: tuple[str, str] | None = None
    order_off: tuple[str, str] | None = None
    free_shipping: bool = False


class Receipt(NamedTuple):
    """What the till prints."""

    items: Decimal
    shipping: Decimal
    discounts: Decimal
    tax_included: Decimal
    tax_added: Decimal
    total: Decimal


def receipt(basket: Basket) -> Receipt:
    """Reckon a basket."""
    shelf = [Decimal(price) * count for price, count in basket.goods]
    lines = [
        amount - min(_line_discount(basket, Decimal(price), count), amount)
        for amount, (price, count) in zip(shelf, basket.goods, strict=True)
    ]
    off_order = min(_order_discount(basket, sum(shelf, Decimal())), sum(lines, Decimal()))
    paid = list(_less(lines, off_order, basket))
    shipping = sum(map(Decimal, basket.shipping), Decimal())
    off_shipping = shipping if basket.free_shipping else Decimal()
    inside, on_top = _taxes(paid, basket)
    discounts = sum(shelf, Decimal()) - sum(lines, Decimal()) + off_order + off_shipping
    return Receipt(
        items=sum(shelf, Decimal()),
        shipping=shipping,
        discounts=discounts,
        tax_included=inside,
        tax_added=on_top,
        total=sum(shelf, Decimal()) + shipping - discounts + on_top,
    )


def _rounded(amount: Decimal, basket: Basket) -> Decimal:
    return amount.quantize(Decimal(STEP[basket.currency]), rounding=ROUND_HALF_UP)


def _line_discount(basket: Basket, price: Decimal, count: int) -> Decimal:
    match basket.line_off:
        case ("percent", percent):
            return _rounded(price * count * Decimal(percent) / 100, basket)
        case ("each", amount):
            return Decimal(amount) * count
        case ("line", amount):
            return Decimal(amount)
    return Decimal()


def _order_discount(basket: Basket, shelf: Decimal) -> Decimal:
    match basket.order_off:
        case ("percent", percent):
            return _rounded(shelf * Decimal(percent) / 100, basket)
        case ("amount", amount):
            return Decimal(amount)
    return Decimal()


def _less(lines: list[Decimal], off: Decimal, basket: Basket) -> Iterable[Decimal]:
    """Spread a discount over the lines: by rounding what has been spread so far, line by line."""
    whole = sum(lines, Decimal())
    if not whole:
        return lines
    spread = [_rounded(off * mark / whole, basket) for mark in accumulate(lines, initial=Decimal())]
    return [line - (b - a) for line, (a, b) in zip(lines, pairwise(spread), strict=True)]


def _taxes(paid: list[Decimal], basket: Basket) -> tuple[Decimal, Decimal]:
    inside = [Decimal(tax.percent) for tax in basket.taxes if tax.included]
    on_top = [Decimal(tax.percent) for tax in basket.taxes if not tax.included]
    gross = 100 + sum(inside, Decimal())
    contained = [_rounded(line * percent / gross, basket) for line in paid for percent in inside]
    added = [_rounded(line * percent / 100, basket) for line in paid for percent in on_top]
    return sum(contained, Decimal()), sum(added, Decimal())
