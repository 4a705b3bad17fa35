"""Choosing how parcels travel, out of what is offered for each."""

import msgspec

from ringup.domain.changes import SelectRate, SelectShippingMethod
from ringup.domain.facts import Facts
from ringup.domain.order import Order, Shipment, ShippingRate
from ringup.domain.problems import Invalid, Problem
from ringup.domain.shipping.packages import packed

replace = msgspec.structs.replace


def method_selected(order: Order, facts: Facts, change: SelectShippingMethod) -> Order:
    """Choose one method for every shipment.

    An order that knows where it goes has its shipments made for it, whatever step it stands in.
    Raises ``Invalid`` for a method that is unknown, or not offered for some shipment.
    """
    method_id = change.shipping_method_id
    if method_id not in facts.shop.shipping_methods:
        raise Invalid(_problem("shipping_method_id", "shipping_method_not_found", "does not exist"))
    order = order if order.shipments else packed(order, facts)
    rates = [_rate_of(shipment, method_id) for shipment in order.shipments]
    if not rates or None in rates:
        message = "is not available for this order"
        raise Invalid(_problem("shipping_method_id", "shipping_method_not_offered", message))
    chosen = {rate.id for rate in rates if rate is not None}
    return _chosen(order, facts, chosen)


def rate_selected(order: Order, facts: Facts, change: SelectRate) -> Order:
    """Choose a rate for one shipment. Raises ``Invalid`` for an unknown shipment or rate."""
    shipment = next((s for s in order.shipments if s.id == change.shipment_id), None)
    if shipment is None:
        raise Invalid(_problem("shipments.id", "shipment_not_found", "does not exist"))
    if all(rate.id != change.rate_id for rate in shipment.rates):
        field = "shipments.selected_shipping_rate_id"
        raise Invalid(_problem(field, "shipping_rate_not_found", "does not exist"))
    return _chosen(order, facts, {change.rate_id})


def _rate_of(shipment: Shipment, method_id: int) -> ShippingRate | None:
    return next((rate for rate in shipment.rates if rate.shipping_method_id == method_id), None)


def _chosen(order: Order, facts: Facts, rate_ids: set[int]) -> Order:
    shipments = tuple(_with_rate(shipment, facts, rate_ids) for shipment in order.shipments)
    return replace(order, shipments=shipments)


def _with_rate(shipment: Shipment, facts: Facts, rate_ids: set[int]) -> Shipment:
    """Select the one rate among ``rate_ids``; a shipment with none of them stays as it is."""
    chosen = next((rate for rate in shipment.rates if rate.id in rate_ids), None)
    if chosen is None or chosen.selected:
        return shipment
    rates = tuple(replace(rate, selected=rate.id == chosen.id) for rate in shipment.rates)
    return replace(shipment, rates=rates, cost=chosen.cost, updated_at=facts.now)


def _problem(field: str, code: str, message: str) -> Problem:
    return Problem("", field, code, message)
