"""Putting things into the cart and taking them out again.

Each function gives the order changed, not yet repriced, or raises ``Invalid``.
"""

from collections.abc import Iterable, Sequence

import msgspec

from ringup.domain.changes import AddItem, EmptyCart, RemoveItem, SetQuantity
from ringup.domain.facts import Facts
from ringup.domain.money import LARGEST, Minor, NotAnAmount, decimal_text, parsed
from ringup.domain.order import ChildIds, LineItem, Order
from ringup.domain.payments.owed import without_open_payments
from ringup.domain.problems import Invalid, Problem, within
from ringup.domain.variants import Variant

replace = msgspec.structs.replace

MOST_OF_ONE = 2**31 - 1
"""The largest quantity of one line; clients keep it in 32 bits."""

MOST_LINES = 5_000
"""How many lines an order may have."""


def added(order: Order, facts: Facts, change: AddItem) -> Order:
    """Put so many more of a variant into the cart.

    They join the variant's line, unless a price was set by hand for one of the two alone.
    Raises ``Invalid`` for an unknown variant, a bad quantity or price, and for short stock.
    """
    variant = _variant(facts, change)
    _check_quantity(change.quantity, change.field, least=1)
    by_hand = _price_by_hand(change.price, order.currency, change.field)
    alike = tuple(line for line in order.line_items if line.variant_id == variant.id)
    _check_supply(variant, _quantity_of(alike) + change.quantity, change.field)
    line = _line_to_join(alike, by_hand)
    if line is None:
        return _with_new_line(order, facts, variant, change, by_hand)
    quantity = line.quantity + change.quantity
    _check_quantity(quantity, change.field, least=1)
    return _with_line(order, facts, line, replace(line, quantity=quantity))


def quantity_set(order: Order, facts: Facts, change: SetQuantity) -> Order:
    """Set a line's quantity, zero to remove it, or its price, or both.

    Less of something is always allowed: what is still too much, ``cart`` says before it is left.
    Raises ``Invalid`` for an unknown line, a bad quantity or price, and for short stock.
    """
    line = _line(order, change.line_item_id, change.field)
    quantity = line.quantity if change.quantity is None else change.quantity
    _check_quantity(quantity, change.field, least=0)
    by_hand = _price_by_hand(change.price, order.currency, change.field)
    if quantity == 0:
        return _without(order, line)
    changed = replace(line, quantity=quantity)
    if by_hand is not None:
        changed = replace(changed, price=by_hand, price_fixed=True)
    variant = facts.variants.get(line.variant_id)
    if variant is not None and quantity > line.quantity:
        alike = (each for each in order.line_items if each.variant_id == line.variant_id)
        _check_supply(variant, _quantity_of(alike) - line.quantity + quantity, change.field)
    return _with_line(order, facts, line, changed)


def removed(order: Order, facts: Facts, change: RemoveItem) -> Order:
    """Take a line out. Raises ``Invalid`` for an unknown one."""
    del facts
    return _without(order, _line(order, change.line_item_id, "line_items"))


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


def _line(order: Order, line_id: int, field: str) -> LineItem:
    line = order.line(line_id)
    if line is None:
        raise _invalid(field, "id", "line_item_not_found", "does not exist")
    return line


def _line_to_join(alike: Sequence[LineItem], by_hand: Minor | None) -> LineItem | None:
    for line in alike:
        if line.price == by_hand if line.price_fixed else by_hand is None:
            return line
    return None


def _with_new_line(
    order: Order, facts: Facts, variant: Variant, change: AddItem, by_hand: Minor | None
) -> Order:
    price = variant.prices.get(order.currency) if by_hand is None else by_hand
    if price is None:
        message = f"is not sold in {order.currency}"
        raise _invalid(change.field, "variant_id", "not_sold_in_currency", message)
    if len(order.line_items) >= MOST_LINES:
        message = f"are too many (maximum is {MOST_LINES})"
        raise Invalid(Problem("", "line_items", "too_many_line_items", message))
    ids = ChildIds(order)
    line = LineItem(
        id=next(ids),
        variant_id=variant.id,
        quantity=change.quantity,
        price=price,
        price_fixed=by_hand is not None,
        created_at=facts.now,
        updated_at=facts.now,
    )
    return replace(order, line_items=(*order.line_items, line), last_child=ids.last)


def _with_line(order: Order, facts: Facts, before: LineItem, after: LineItem) -> Order:
    if after == before:
        return order
    after = replace(after, updated_at=facts.now)
    place = order.line_items.index(before)
    lines = (*order.line_items[:place], after, *order.line_items[place + 1 :])
    return replace(order, line_items=lines)


def _without(order: Order, gone: LineItem) -> Order:
    lines = tuple(line for line in order.line_items if line.id != gone.id)
    return replace(order, line_items=lines)


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
