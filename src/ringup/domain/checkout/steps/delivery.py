"""How it travels: entered with the cheapest method for each shipment, left with any chosen."""

from ringup.domain.checkout.step import Step
from ringup.domain.facts import Facts
from ringup.domain.order import Order
from ringup.domain.problems import Problem
from ringup.domain.shipping.packages import are_stale, packed, were_repacked
from ringup.domain.shipping.sources import ships


def something_travels(order: Order, facts: Facts) -> bool:
    """Digital goods need no delivery; what an empty cart will hold, nobody knows yet."""
    return not order.line_items or ships(order, facts)


def has_shipping_methods(order: Order, facts: Facts) -> Problem | None:
    """Each shipment has a method."""
    del facts
    if order.shipments and all(shipment.selected_rate for shipment in order.shipments):
        return None
    message = "need a shipping method each"
    return Problem("delivery", "shipments", "shipping_method_required", message)


STEP = Step(
    name="delivery",
    leaving=(has_shipping_methods,),
    enter=packed,
    applies=something_travels,
    redo=(are_stale, were_repacked),
)
