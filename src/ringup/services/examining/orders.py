"""Holds one order against every rule that concerns it alone, and what lies beside it."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import TypeAlias

import msgspec

from ringup.domain import completion
from ringup.domain.facts import Facts
from ringup.domain.fulfilment.returns.counting import restocked
from ringup.domain.fulfilment.standing import stood
from ringup.domain.money import Minor, amount_for_people
from ringup.domain.order import Order, Payment, number_of
from ringup.domain.pricing.totals import totals_of
from ringup.services.examining.findings import Finding
from ringup.services.examining.returns import breaches as breaches_of_returns
from ringup.services.placing import promotions_used

LONG = timedelta(minutes=10)
"""What is not settled, or not let go of, for so long has been forgotten."""

_COMING = frozenset({"checkout", "processing", "pending"})
"""The states of payments whose money may still come."""

Place: TypeAlias = tuple[int, int]
"""A variant's id and a stock location's."""


class Examined(msgspec.Struct, frozen=True, kw_only=True):
    """An order with what other tables hold of it.

    ``number`` is the stored one. ``moved`` sums the stock movements by place, ``holds_until`` tells
    when the first of its holds runs out. ``credit`` is what it spent of store credits,
    ``gift_cards`` what of each gift card, by its id.
    """

    order: Order
    facts: Facts
    number: str
    moved: Mapping[Place, int] = {}
    holds_until: datetime | None = None
    promotion_ids: frozenset[int] = frozenset()
    credit: Minor = 0
    gift_cards: Mapping[int, Minor] = {}
    changed_later: bool = False
    """Whether its log tells that something of it or of its payments was changed once placed."""

    @property
    def takes(self) -> bool:
        """Whether the order takes stock, coupons and credit: it stands, or is being placed."""
        stands = self.order.is_complete and self.order.canceled_at is None
        return (stands and not self.order.imported) or self.order.placing


def examined(it: Examined) -> Iterator[Finding]:
    """Give every breach of a rule."""
    for rule in _RULES:
        yield from rule(it)
    for name, expected, found in breaches_of_returns(it.order):
        yield _finding(it, name, expected, found)


def about(order: Order) -> str:
    """Name an order for people."""
    return f"order {order.number}"


def _finding(it: Examined, rule: str, expected: object, found: object) -> Finding:
    return Finding(rule=rule, about=about(it.order), expected=str(expected), found=str(found))


# Sums and states


def _number(it: Examined) -> Iterator[Finding]:
    expected = number_of(it.order.id)
    if it.number != expected:
        yield _finding(it, "number_differs", expected, it.number)


def _totals(it: Examined) -> Iterator[Finding]:
    right = msgspec.structs.asdict(totals_of(it.order))
    stored = msgspec.structs.asdict(it.order.totals)
    for name, value in right.items():
        if stored[name] != value:
            rule = "payment_total_differs" if name == "payment_total" else "totals_differ"
            expected, found = (
                amount_for_people(each, it.order.currency) for each in (value, stored[name])
            )
            yield _finding(it, rule, f"{name} {expected}", found)


def _captured(it: Examined) -> Iterator[Finding]:
    for payment in it.order.payments:
        right, stored = _amounts_that_fit(payment), (payment.captured, payment.refunded)
        if right != stored:
            over = amount_for_people(payment.amount, it.order.currency)
            which = f"payment {payment.number}, {payment.state}, over {over}"
            expected, found = (_moved(it.order, *each) for each in (right, stored))
            yield _finding(it, "captured_differs", f"of {which}: {expected}", found)


def _moved(order: Order, captured: Minor, refunded: Minor) -> str:
    taken, returned = (amount_for_people(each, order.currency) for each in (captured, refunded))
    return f"{taken} captured, {returned} refunded"


def _amounts_that_fit(payment: Payment) -> tuple[Minor, Minor]:
    """Tell how much must have been captured and refunded of a payment in its state."""
    if payment.state == "completed":
        return payment.amount, payment.refunded
    if payment.state == "void":
        return payment.captured, payment.captured
    return 0, 0


def _states(it: Examined) -> Iterator[Finding]:
    order, right = it.order, stood(it.order)
    if order.payment_state != right.payment_state:
        yield _finding(it, "payment_state_differs", right.payment_state, order.payment_state)
    if order.shipment_state != right.shipment_state:
        yield _finding(it, "shipment_state_differs", right.shipment_state, order.shipment_state)
    for shipment, rightly in zip(order.shipments, right.shipments, strict=True):
        if shipment.state != rightly.state:
            expected = f"shipment {shipment.number} {rightly.state}"
            yield _finding(it, "shipment_state_differs", expected, shipment.state)


# No order without payment and goods


def _paid(it: Examined) -> Iterator[Finding]:
    order = it.order
    if not order.is_complete or order.canceled_at is not None:
        return
    if it.changed_later or order.imported:
        return
    covered = sum(payment.amount for payment in order.payments if _covered(order, payment))
    if covered < order.totals.total:
        yield _amounts(it, "unpaid", order.totals.total, covered)


def _balanced(it: Examined) -> Iterator[Finding]:
    """Hold what came to something else since it was placed, or elsewhere, against what is paid."""
    order = it.order
    if not order.is_complete or order.canceled_at is not None:
        return
    coming = sum(payment.amount for payment in order.payments if payment.state in _COMING)
    paid, total = order.totals.payment_total, order.totals.total
    if (it.changed_later or order.imported) and paid + coming < total:
        yield _amounts(it, "underpaid", total, paid + coming)
    if paid > total:
        yield _amounts(it, "overpaid", total, paid)


def _amounts(it: Examined, rule: str, expected: Minor, found: Minor) -> Finding:
    right, wrong = (amount_for_people(each, it.order.currency) for each in (expected, found))
    return _finding(it, rule, f"payments over {right}", wrong)


def _covered(order: Order, payment: Payment) -> bool:
    """Whether the payment was good when the order was placed, whatever became of it since."""
    if payment.state == "void":
        return order.completed_at is not None and payment.updated_at >= order.completed_at
    return payment.state in {"checkout", "processing", "pending", "completed"}


def _filled(it: Examined) -> Iterator[Finding]:
    if it.order.is_complete and not it.order.line_items:
        yield _finding(it, "empty_order", "line items", "none")


def _parcels(it: Examined) -> Iterator[Finding]:
    if not it.order.is_complete:
        return
    packed: Counter[int] = Counter()
    for shipment in it.order.shipments:
        for item in shipment.items:
            packed[item.line_item_id] += item.quantity
    for line in it.order.line_items:
        variant = it.facts.variants.get(line.variant_id)
        if variant is not None and not variant.digital and packed[line.id] != line.quantity:
            expected = f"{line.quantity} of {variant.sku}"
            yield _finding(it, "parcels_differ", expected, packed[line.id])


# What an order takes


def _stock(it: Examined) -> Iterator[Finding]:
    if it.order.imported:
        return
    demanded = _demanded(it) if it.takes else Counter()
    counted = {v.id for v in it.facts.variants.values() if v.has_stock_counted}
    for place in sorted(demanded.keys() | it.moved.keys()):
        if place[0] in counted and it.moved.get(place, 0) != -demanded[place]:
            sku = it.facts.variants[place[0]].sku
            where = it.facts.shop.stock_locations.get(place[1])
            at = f"{sku} at {where.name if where else place[1]}"
            expected = f"{demanded[place]} of {at} taken"
            yield _finding(it, "stock_claim_differs", expected, -it.moved.get(place, 0))


def _demanded(it: Examined) -> Counter[Place]:
    wanted: Counter[Place] = Counter()
    for shipment in it.order.shipments:
        for item in shipment.items:
            wanted[item.variant_id, shipment.stock_location_id] += item.quantity
    wanted.subtract(restocked(it.order, it.facts))
    return wanted


def _holds(it: Examined) -> Iterator[Finding]:
    until = it.holds_until
    if until is None:
        return
    if it.order.is_complete or it.order.canceled_at is not None:
        yield _finding(it, "hold_left", "no hold", f"one until {until}")
    elif it.facts.now - until > LONG:
        yield _finding(it, "hold_overdue", f"none after {until}", "held still")


def _promotions(it: Examined) -> Iterator[Finding]:
    used = set(promotions_used(it.order)) if it.takes else set()
    if used != it.promotion_ids:
        expected, found = (sorted(each) or "none" for each in (used, it.promotion_ids))
        yield _finding(it, "promotion_uses_differ", f"promotions {expected}", found)


def _credit(it: Examined) -> Iterator[Finding]:
    spent = completion.credit_in_use(it.order, it.facts)
    if spent != it.credit:
        expected, found = (
            amount_for_people(each, it.order.currency) for each in (spent, it.credit)
        )
        yield _finding(it, "store_credit_differs", f"{expected} spent", found)


def _gift_cards(it: Examined) -> Iterator[Finding]:
    spent = completion.gift_cards_in_use(it.order)
    for card_id in sorted(spent.keys() | it.gift_cards.keys()):
        amounts = spent.get(card_id, 0), it.gift_cards.get(card_id, 0)
        if len(set(amounts)) > 1:
            expected, found = (amount_for_people(each, it.order.currency) for each in amounts)
            expected = f"{expected} spent of gift card {card_id}"
            yield _finding(it, "gift_cards_differ", expected, found)


# Nothing half done


def _settled(it: Examined) -> Iterator[Finding]:
    attempts = [attempt for attempt in it.order.attempts if attempt.state == "open"]
    asked = {attempt.payment_id for attempt in attempts}
    if it.order.placing and not attempts:
        yield _finding(it, "placing_stuck", "an open attempt", "none")
    for payment in it.order.payments:
        if payment.state == "processing" and payment.id not in asked:
            yield _finding(it, "payment_stuck", f"an attempt for {payment.number}", "none")
    for attempt in attempts:
        waited = it.facts.now - attempt.started_at
        if waited > LONG:
            rule = "placing_too_long" if it.order.placing else "attempt_overdue"
            yield _finding(it, rule, f"{attempt.kind} settled", f"open for {_minutes(waited)}")


def _minutes(time: timedelta) -> str:
    return f"{time // timedelta(minutes=1)} minutes"


_RULES: tuple[Callable[[Examined], Iterator[Finding]], ...] = (
    _number,
    _totals,
    _captured,
    _states,
    _paid,
    _balanced,
    _filled,
    _parcels,
    _stock,
    _holds,
    _promotions,
    _credit,
    _gift_cards,
    _settled,
)
