"""Where to: left with a billing address and, if anything travels, one that it can be sent to."""

from ringup.domain.checkout.destinations import defaulted
from ringup.domain.checkout.step import Step
from ringup.domain.facts import Facts
from ringup.domain.order import Order
from ringup.domain.problems import Problem
from ringup.domain.shipping.packages import consignments
from ringup.domain.shipping.sources import ships
from ringup.domain.shipping.zones import ships_to


def has_bill_address(order: Order, facts: Facts) -> Problem | None:
    """The bill has an address."""
    del facts
    if order.bill_address:
        return None
    return Problem("address", "bill_address", "address_required", "can't be blank")


def has_ship_address(order: Order, facts: Facts) -> Problem | None:
    """What travels knows where to."""
    if order.ship_address or not ships(order, facts):
        return None
    return Problem("address", "ship_address", "address_required", "can't be blank")


def is_shipped_to(order: Order, facts: Facts) -> Problem | None:
    """The store ships there."""
    address = order.ship_address
    if not address or ships_to(address, facts.shop) or not ships(order, facts):
        return None
    message = f"is outside of where {facts.shop.store.name} ships to"
    return Problem("address", "ship_address", "not_shipped_to", message)


def can_be_sent(order: Order, facts: Facts) -> Problem | None:
    """Some shipping method takes each parcel there."""
    address = order.ship_address
    if not address or not ships(order, facts) or not ships_to(address, facts.shop):
        return None
    sent = consignments(order, facts)
    if sent and all(consignment.offers for consignment in sent):
        return None
    message = "We are unable to calculate shipping rates for the selected items."
    return Problem("address", "ship_address", "no_shipping_method", message)


STEP = Step(
    name="address",
    leaving=(has_bill_address, has_ship_address, is_shipped_to, can_be_sent),
    enter=defaulted,
)
