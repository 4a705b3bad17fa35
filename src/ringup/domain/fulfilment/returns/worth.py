"""What a buyer paid for some of a line: their share of price, discounts and taxes, to the cent.

The share is taken of what is left of the line, so that all shares together are what was paid for
it, in however many parts it comes back.
"""

import msgspec

from ringup.domain.fulfilment.returns.counting import received
from ringup.domain.money import Minor, allocated, rounded
from ringup.domain.order import Adjustment, LineItem, Order


class Worth(msgspec.Struct, frozen=True):
    """An amount, taxes included, and how much of it is tax; in minor units."""

    amount: Minor
    tax: Minor


def worth_of(order: Order, line: LineItem, quantity: int) -> Worth:
    """Tell what so many of a line are worth to the buyer who sends them back."""
    before = received(order, line.id)
    left = line.quantity - sum(item.quantity for item in before)
    paid = _paid_for(order, line) - sum(item.amount for item in before)
    tax = _tax_of(line) - sum(item.tax for item in before)
    return Worth(_share(paid, quantity, left), _share(tax, quantity, left))


def _share(amount: Minor, quantity: int, left: int) -> Minor:
    return rounded(max(amount, 0) * quantity, left) if left else 0


def _paid_for(order: Order, line: LineItem) -> Minor:
    """Tell what was paid for a line, with its part of what came off or onto the whole order."""
    whole = sum(a.amount for a in order.adjustments if _counts(a) and a.source != "return")
    weights = tuple(_discounted(each) for each in order.line_items)
    share = allocated(whole, weights)[order.line_items.index(line)]
    return line.amount + sum(a.amount for a in line.adjustments if _counts(a)) + share


def _tax_of(line: LineItem) -> Minor:
    return sum(a.amount for a in line.adjustments if a.eligible and a.source == "tax_rate")


def _discounted(line: LineItem) -> Minor:
    """Weigh a line as taxes do: by what is left of it after its own discounts."""
    off = sum(a.amount for a in line.adjustments if a.eligible and a.source == "promotion")
    return max(line.amount + off, 0)


def _counts(adjustment: Adjustment) -> bool:
    return adjustment.eligible and not adjustment.included
