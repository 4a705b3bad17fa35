"""The cart: left with something in it that the shop can sell, and an email to write to."""

from collections import Counter

from ringup.domain.cart.edit import short_of
from ringup.domain.checkout.step import Step
from ringup.domain.facts import Facts
from ringup.domain.order import Order
from ringup.domain.problems import Problem
from ringup.domain.text import LONGEST_EMAIL, looks_like_email


def has_line_items(order: Order, facts: Facts) -> Problem | None:
    """Something was put in."""
    del facts
    if order.line_items:
        return None
    message = "There are no items for this order. Please add an item to the order to continue."
    return Problem("cart", "line_items", "line_items_required", message)


def goods_are_sold(order: Order, facts: Facts) -> tuple[Problem, ...]:
    """Everything in it is still sold, is there, and has a price; looked at once for these lines."""
    of = (order.line_items, order.currency)
    return facts.remembered("goods_are_sold", of, lambda: _goods_are_sold(order, facts))


def _goods_are_sold(order: Order, facts: Facts) -> tuple[Problem, ...]:
    needs = (items_sold, items_in_stock, items_priced)
    return tuple(problem for need in needs for problem in need(order, facts))


def items_sold(order: Order, facts: Facts) -> tuple[Problem, ...]:
    """Everything in it is still sold."""
    variants = ((line, facts.variants.get(line.variant_id)) for line in order.line_items)
    return tuple(
        _problem("variant_not_found", f'"{v.name if v else line.variant_id}" is no longer sold')
        for line, v in variants
        if v is None or v.deleted
    )


def items_in_stock(order: Order, facts: Facts) -> tuple[Problem, ...]:
    """Of every variant there is as much as all its lines together want."""
    demand = Counter[int]()
    for line in order.line_items:
        demand[line.variant_id] += line.quantity
    wanted = ((facts.variants.get(variant_id), quantity) for variant_id, quantity in demand.items())
    return tuple(
        _problem("insufficient_stock", short_of(variant))
        for variant, quantity in wanted
        if variant is not None and not variant.deleted and not variant.can_supply(quantity)
    )


def items_priced(order: Order, facts: Facts) -> tuple[Problem, ...]:
    """Everything in it has a price in the order's currency, the catalogue's or one set by hand."""
    lines = (line for line in order.line_items if not line.price_fixed)
    variants = (facts.variants.get(line.variant_id) for line in lines)
    return tuple(
        _problem("not_sold_in_currency", f'"{v.name}" is not sold in {order.currency}')
        for v in variants
        if v is not None and not v.deleted and order.currency not in v.prices
    )


def has_email(order: Order, facts: Facts) -> Problem | None:
    """Somebody can be written to."""
    del facts
    if order.email:
        return None
    return Problem("cart", "email", "email_required", "can't be blank")


def email_is_valid(order: Order, facts: Facts) -> Problem | None:
    """The email looks like one."""
    del facts
    if not order.email:
        return None
    if len(order.email) > LONGEST_EMAIL:
        message = f"is too long (maximum is {LONGEST_EMAIL} characters)"
        return Problem("cart", "email", "email_too_long", message)
    if not looks_like_email(order.email):
        return Problem("cart", "email", "email_invalid", "is invalid")
    return None


def _problem(code: str, message: str) -> Problem:
    return Problem("cart", "line_items", code, message)


STEP = Step(
    name="cart",
    leaving=(
        has_line_items,
        goods_are_sold,
        has_email,
        email_is_valid,
    ),
)
