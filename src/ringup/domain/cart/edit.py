"""Putting things into the cart and taking them out again.

Each function gives the order changed, not yet repriced, with what was refused. They make all edits
of a kind in one go, so that a thousand of them cost a thousand times one, not a million.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

import msgspec

from ringup.domain.cart.lines import Lines
from ringup.domain.changes import AddItem, EmptyCart, RemoveItem, SetQuantity
from ringup.domain.facts import Facts
from ringup.domain.money import LARGEST, Minor, NotAnAmount, decimal_text, parsed
from ringup.domain.order import LineItem, Order
from ringup.domain.payments.owed import without_open_payments
from ringup.domain.problems import Invalid, Problem, within
from ringup.domain.variants import Variant

T = TypeVar("T")

replace = msgspec.structs.replace

MOST_OF_ONE = 2**31 - 1
"""The largest quantity of one line; clients keep it in 32 bits."""

MOST_LINES = 5_000
"""How many lines an order may have."""


def added(
    order: Order, facts: Facts, changes: Iterable[AddItem]
) -> tuple[Order, tuple[Problem, ...]]:
    """Put so many more of some variants into the cart.

    They join the variant's line, unless a price was set by hand for one of the two alone.
    Refused are an unknown variant, a bad quantity or price, and short stock.
    """
    return _edited(order, facts, changes, _add)


def quantity_set(
    order: Order, facts: Facts, changes: Iterable[SetQuantity]
) -> tuple[Order, tuple[Problem, ...]]:
    """Set lines' quantities, zero to remove one, or their prices, or both.

    Less of something is always allowed: what is still too much, ``cart`` says before it is left.
    Refused are an unknown line, a bad quantity or price, and short stock.
    """
    return _edited(order, facts, changes, _set_quantity)


def removed(
    order: Order, facts: Facts, changes: Iterable[RemoveItem]
) -> tuple[Order, tuple[Problem, ...]]:
    """Take lines out. Refused is an unknown one."""
    return _edited(order, facts, changes, _remove)


def emptied(order: Order, facts: Facts, change: EmptyCart) -> Order:
    """Take everything out: lines, shipments, adjustments, coupons, and payments not yet made."""
    del change
    order = without_open_payments(order, facts)
    return replace(order, line_items=(), shipments=(), adjustments=(), coupons=())


def size_problem(order: Order) -> Problem | None:
    """Say so if the goods together cost more than sums are kept exact for.

    Asked once for all that was put in, not for each thing.
    """
    if sum(line.amount for line in order.line_items) < LARGEST:
        return None
    message = f"must stay below {decimal_text(LARGEST, order.currency)} in all"
    return Problem("", "line_items", "order_too_large", message)


def short_of(variant: Variant) -> str:
    """Say that there is not enough of a variant, in the words that clients know."""
    return f'selected of "{variant.name}" is not available.'


def _edited(
    order: Order, facts: Facts, changes: Iterable[T], edit: Callable[[Lines, Facts, T], None]
) -> tuple[Order, tuple[Problem, ...]]:
    """Make one edit after the other; one that is refused leaves the lines as they were."""
    lines = Lines(order)
    problems: list[Problem] = []
    for change in changes:
        try:
            edit(lines, facts, change)
        except Invalid as invalid:
            problems += invalid.problems
    return lines.in_order(), tuple(problems)


def _add(lines: Lines, facts: Facts, change: AddItem) -> None:
    variant = _variant(facts, change)
    _check_quantity(change.quantity, change.field, least=1)
    by_hand = _price_by_hand(change.price, lines.currency, change.field)
    alike = lines.of(variant.id)
    _check_supply(variant, _quantity_of(alike) + change.quantity, change.field)
    line = _line_to_join(alike, by_hand)
    if line is None:
        lines.put(_new_line(lines, facts, variant, change, by_hand))
        return
    quantity = line.quantity + change.quantity
    _check_quantity(quantity, change.field, least=1)
    lines.put(replace(line, quantity=quantity, updated_at=facts.now))


def _set_quantity(lines: Lines, facts: Facts, change: SetQuantity) -> None:
    line = _line(lines, change.line_item_id, change.field)
    quantity = line.quantity if change.quantity is None else change.quantity
    _check_quantity(quantity, change.field, least=0)
    by_hand = _price_by_hand(change.price, lines.currency, change.field)
    if quantity == 0:
        lines.take_out(line)
        return
    changed = replace(line, quantity=quantity)
    if by_hand is not None:
        changed = replace(changed, price=by_hand, price_fixed=True)
    variant = facts.variants.get(line.variant_id)
    if variant is not None and quantity > line.quantity:
        demand = _quantity_of(lines.of(line.variant_id)) - line.quantity + quantity
        _check_supply(variant, demand, change.field)
    if changed != line:
        lines.put(replace(changed, updated_at=facts.now))


def _remove(lines: Lines, _facts: Facts, change: RemoveItem) -> None:
    lines.take_out(_line(lines, change.line_item_id, "line_items"))


def _variant(facts: Facts, change: AddItem) -> Variant:
    by_id = change.variant_id is not None
    found = (
        facts.variants.get(change.variant_id or 0)
        if by_id
        else facts.variant_by_sku(change.sku or "")
    )
    if found is None or found.deleted:
        part = "variant_id" if by_id or change.sku is None else "sku"
        raise _invalid(change.field, part, "variant_not_found", "does not exist")
    return found


def _line(lines: Lines, line_id: int, field: str) -> LineItem:
    line = lines.get(line_id)
    if line is None:
        raise _invalid(field, "id", "line_item_not_found", "does not exist")
    return line


def _line_to_join(alike: Sequence[LineItem], by_hand: Minor | None) -> LineItem | None:
    for line in alike:
        if line.price == by_hand if line.price_fixed else by_hand is None:
            return line
    return None


def _new_line(
    lines: Lines, facts: Facts, variant: Variant, change: AddItem, by_hand: Minor | None
) -> LineItem:
    price = variant.prices.get(lines.currency) if by_hand is None else by_hand
    if price is None:
        message = f"is not sold in {lines.currency}"
        raise _invalid(change.field, "variant_id", "not_sold_in_currency", message)
    if len(lines) >= MOST_LINES:
        message = f"are too many (maximum is {MOST_LINES})"
        raise Invalid(Problem("", "line_items", "too_many_line_items", message))
    return LineItem(
        id=lines.new_id(),
        variant_id=variant.id,
        quantity=change.quantity,
        price=price,
        price_fixed=by_hand is not None,
        created_at=facts.now,
        updated_at=facts.now,
    )


def _price_by_hand(text: str | None, currency: str, field: str) -> Minor | None:
    if text is None:
        return None
    try:
        price = parsed(text, currency)
    except NotAnAmount as reason:
        raise _invalid(field, "price", "price_invalid", str(reason)) from None
    if price < 0:
        raise _invalid(field, "price", "price_invalid", "must be greater than or equal to 0")
    return price


def _check_quantity(quantity: int, field: str, *, least: int) -> None:
    if not least <= quantity <= MOST_OF_ONE:
        message = f"must be a whole number from {least} to {MOST_OF_ONE}"
        raise _invalid(field, "quantity", "quantity_invalid", message)


def _check_supply(variant: Variant, demand: int, field: str) -> None:
    if not variant.can_supply(demand):
        raise _invalid(field, "quantity", "insufficient_stock", short_of(variant))


def _quantity_of(lines: Iterable[LineItem]) -> int:
    return sum(line.quantity for line in lines)


def _invalid(field: str, part: str, code: str, message: str) -> Invalid:
    return Invalid(Problem("", within(field, part), code, message))
