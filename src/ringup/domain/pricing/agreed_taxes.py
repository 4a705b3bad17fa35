"""The taxes that a placed order was sold at: they go on for what it already had.

A rate may have changed since, or gone. Nobody keeps what a rate once was, so what was charged is
gone by: where today's rates come to the very same for the line as it was sold, they are the rates
of then, and are asked; else each tax that the line bore grows and shrinks with what is paid for it.
"""

from collections.abc import Iterator, Mapping

import msgspec
from msgspec.structs import replace

from ringup.domain.facts import Facts
from ringup.domain.money import Minor, rounded
from ringup.domain.order import Adjustment, LineItem, Order
from ringup.domain.pricing.tax import tax_address, taxable, taxed


class _Sold(msgspec.Struct, frozen=True):
    """What was paid for a line when it was sold, and the taxes on it."""

    paid: Minor
    taxes: tuple[Adjustment, ...]


def taxed_as_agreed(before: Order, after: Order, facts: Facts) -> Order:
    """Hang the taxes on an order that was placed as ``before`` and has no others but locked ones.

    What it did not have before, and all of it where it is sent to another country or state, is
    taxed at today's rates.
    """
    today = taxed(after, facts)
    if _place(before, facts) != _place(after, facts):
        return today
    sold = dict(_sold_otherwise(before, facts))
    lines = (
        _as_sold(bare, due, paid, sold.get(due.id), facts)
        for bare, due, paid in zip(after.line_items, today.line_items, taxable(after), strict=True)
    )
    return replace(today, line_items=tuple(lines))


def _sold_otherwise(before: Order, facts: Facts) -> Iterator[tuple[int, _Sold]]:
    """Find the lines that were taxed otherwise than they would be today."""
    untaxed = replace(before, line_items=tuple(_untaxed(line) for line in before.line_items))
    today = taxed(untaxed, facts).line_items
    for line, now, paid in zip(before.line_items, today, taxable(before), strict=True):
        if paid and _charged(line) != _charged(now):
            yield line.id, _Sold(paid, _computed(line))


def _as_sold(
    bare: LineItem, today: LineItem, paid: Minor, sold: _Sold | None, facts: Facts
) -> LineItem:
    if sold is None:
        return today
    taxes = (_in_proportion(tax, paid, sold.paid, facts) for tax in sold.taxes)
    return replace(bare, adjustments=(*bare.adjustments, *(tax for tax in taxes if tax.amount)))


def _in_proportion(tax: Adjustment, paid: Minor, paid_then: Minor, facts: Facts) -> Adjustment:
    amount = rounded(tax.amount * paid, paid_then)
    return replace(tax, id=0, amount=amount, created_at=facts.now, updated_at=facts.now)


def _untaxed(line: LineItem) -> LineItem:
    computed = _computed(line)
    return replace(line, adjustments=tuple(a for a in line.adjustments if a not in computed))


def _computed(line: LineItem) -> tuple[Adjustment, ...]:
    return tuple(a for a in line.adjustments if a.source == "tax_rate" and not a.locked)


def _charged(line: LineItem) -> Mapping[tuple[int | None, bool], Minor]:
    """Tell the taxes on a line by their rates."""
    return {(tax.source_id, tax.included): tax.amount for tax in _computed(line)}


def _place(order: Order, facts: Facts) -> tuple[int | None, int | None] | None:
    """Tell the country and state that an order is taxed in."""
    address = tax_address(order, facts)
    return (address.country_id, address.state_id) if address else None
