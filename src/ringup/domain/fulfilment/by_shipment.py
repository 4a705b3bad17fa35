"""Goods added to an order, or taken out of it again, by way of one of its shipments."""

import msgspec

from ringup.domain.changes import AddItem, SetQuantity
from ringup.domain.facts import Facts
from ringup.domain.fulfilment.amending import amended
from ringup.domain.fulfilment.refitting import Target
from ringup.domain.fulfilment.sending import shipment_in
from ringup.domain.fulfilment.splitting import check_complete, check_sends
from ringup.domain.order import LineItem, Order
from ringup.domain.problems import Invalid, Problem


class Pieces(msgspec.Struct, frozen=True):
    """So many of a variant."""

    variant_id: int
    quantity: int


def added(pieces: Pieces) -> AddItem:
    """Say what has to change of the order's lines for so many more to be sent."""
    return AddItem(variant_id=pieces.variant_id, quantity=pieces.quantity, field="")


def sent_anew(order: Order, facts: Facts, pieces: Pieces, location_id: int) -> Order:
    """Sell so many more of a placed order, in a new shipment, its last, from a stock location.

    It travels by the cheapest method that goes there, and costs what that asks. Raises ``Invalid``
    as ``amended``, and for a location that is not there.
    """
    check_complete(order)
    check_sends(facts, location_id)
    return amended(order, facts, (added(pieces),), Target(location_id=location_id))


def removed(order: Order, shipment_id: int, pieces: Pieces) -> tuple[SetQuantity, ...]:
    """Say what has to change of the lines for so many fewer to be in a shipment.

    Raises ``NotFound`` for a shipment that is not the order's, ``Invalid`` if it holds too few.
    """
    if pieces.quantity < 1:
        raise Invalid(Problem("", "quantity", "quantity_invalid", "must be greater than 0"))
    left, changes = pieces.quantity, list[SetQuantity]()
    for line, packed in _lines_in(order, shipment_id, pieces.variant_id):
        fewer = min(left, packed)
        left -= fewer
        if fewer:
            quantity = line.quantity - fewer
            changes.append(SetQuantity(line_item_id=line.id, quantity=quantity, field=""))
    if left:
        message = "is more than the shipment holds"
        raise Invalid(Problem("", "quantity", "shipment_lacks_items", message))
    return tuple(changes)


def _lines_in(order: Order, shipment_id: int, variant_id: int) -> list[tuple[LineItem, int]]:
    """List the lines of a variant that a shipment holds something of, and how many."""
    packed: dict[int, int] = {}
    for item in shipment_in(order, shipment_id).items:
        if item.variant_id == variant_id:
            packed[item.line_item_id] = packed.get(item.line_item_id, 0) + item.quantity
    return [(line, packed[line.id]) for line in order.line_items if line.id in packed]
