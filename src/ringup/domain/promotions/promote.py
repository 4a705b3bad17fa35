"""Which discounts an order gets: promotions compete, and the best on each thing wins.

What they compete for is each line, each shipment, and the order as a whole: a line gets one line
discount, the order one order discount, and both may come together. The winner is who offers the
most; between equals the older promotion (the lower id) wins. A coupon that lost stays in sight as
an adjustment that is not eligible; an automatic promotion that lost leaves no trace, so that a
thousand of them cost no rows.

Nothing is ever discounted below zero. An order discount comes off what the lines cost after their
own discounts, and never off shipping.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import TypeAlias, TypeVar

import msgspec
from msgspec.structs import replace

from ringup.domain.facts import Facts, Promotion
from ringup.domain.money import Minor
from ringup.domain.order import Adjustment, LineItem, Order, Shipment
from ringup.domain.promotions.live import live

_Adjustable = TypeVar("_Adjustable", bound=LineItem | Shipment | Order)


class Offer(msgspec.Struct, frozen=True, gc=False):
    """What one action would take off one thing, were there no other."""

    amount: Minor
    promotion: Promotion
    action_id: int


Offers: TypeAlias = Mapping[int, Sequence[Offer]]
"""By the id of the line, the shipment or the order itself."""


def promoted(order: Order, facts: Facts) -> Order:
    """Hang the discounts of all live promotions on an order that has none but locked ones.

    New adjustments have the id 0 until ``pricing.identity`` gives them one.
    """
    offers = offers_for(order, facts)
    if not offers:
        return order
    priced = replace(
        order,
        line_items=tuple(
            _discounted(line, line.amount, offers, facts.now) for line in order.line_items
        ),
        shipments=tuple(
            _discounted(shipment, shipment.cost, offers, facts.now) for shipment in order.shipments
        ),
    )
    return _discounted(priced, sum(map(_left_of, priced.line_items)), offers, facts.now)


def offers_for(order: Order, facts: Facts) -> Offers:
    """Ask every live promotion what it would take off what; nothing is no offer."""
    offers: dict[int, list[Offer]] = {}
    best: dict[int, Minor] = {}
    for promotion in live(order, facts):
        for entry in promotion.actions:
            for target, amount in entry.action.discounts(order, facts):
                # An automatic promotion that is beaten leaves nothing behind: there may be many.
                if amount > best.get(target, 0) or (promotion.code is not None and amount > 0):
                    best[target] = max(amount, best.get(target, 0))
                    offers.setdefault(target, []).append(Offer(amount, promotion, entry.id))
    return offers


def _discounted(thing: _Adjustable, worth: Minor, offers: Offers, now: datetime) -> _Adjustable:
    """Hang the best offer, as far as there is something left to take it from."""
    room = _left(worth, thing.adjustments)
    if thing.id not in offers or room == 0 or _has_locked_discount(thing.adjustments):
        return thing
    return replace(thing, adjustments=(*thing.adjustments, *_settled(offers[thing.id], room, now)))


def _settled(offers: Iterable[Offer], room: Minor, now: datetime) -> Iterator[Adjustment]:
    """Let the best offer win, and keep the coupons that lost in sight."""
    winner, *losers = _best_of_each_promotion(offers)
    yield _draft(winner, room, now, eligible=True)
    for loser in losers:
        if loser.promotion.code is not None:
            yield _draft(loser, room, now, eligible=False)


def _best_of_each_promotion(offers: Iterable[Offer]) -> Iterable[Offer]:
    """Give one offer a promotion, the best one first."""
    best_first = sorted(offers, key=lambda o: (-o.amount, o.promotion.id, o.action_id))
    of_each: dict[int, Offer] = {}
    for offer in best_first:
        of_each.setdefault(offer.promotion.id, offer)
    return of_each.values()


def _left_of(line: LineItem) -> Minor:
    return _left(line.amount, line.adjustments)


def _left(worth: Minor, adjustments: Iterable[Adjustment]) -> Minor:
    """Tell how much there is to take a discount from; a surcharge by hand adds nothing to it."""
    counting = (a for a in adjustments if a.eligible and not a.included)
    # What was credited for goods that came back is no discount on the others.
    hung = sum(a.amount for a in counting if a.source != "return")
    return max(worth + min(hung, 0), 0)


def _has_locked_discount(adjustments: Iterable[Adjustment]) -> bool:
    return any(a.source == "promotion" and a.eligible for a in adjustments)


def _draft(offer: Offer, room: Minor, now: datetime, *, eligible: bool) -> Adjustment:
    return Adjustment(
        id=0,
        source="promotion",
        source_id=offer.action_id,
        promotion_id=offer.promotion.id,
        label=f"Promotion ({offer.promotion.name})",
        amount=-min(offer.amount, room),
        eligible=eligible,
        created_at=now,
        updated_at=now,
    )
