"""Moving goods of a placed order from one of its shipments to another, or to one of their own.

That is the shop's own doing: the order costs what it did. A new shipment travels as the first one
does and costs nothing more; one that is left with nothing is no more, and what it cost goes along
with its goods. What is not on hand yet is moved first, so that the rest can be sent.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

import msgspec

from ringup.domain.facts import Facts
from ringup.domain.fulfilment.contents import Goods, count_of, put_in, taken_out
from ringup.domain.fulfilment.sending import shipment_in, with_shipment
from ringup.domain.fulfilment.standing import stood
from ringup.domain.order import ChildIds, Order, Shipment, ShipmentItem
from ringup.domain.problems import Invalid, Problem
from ringup.domain.stock import StockLevel

replace = msgspec.structs.replace


class Transfer(msgspec.Struct, frozen=True, kw_only=True):
    """So many of a variant, out of a shipment."""

    shipment_id: int
    variant_id: int
    quantity: int


def split_to_location(order: Order, facts: Facts, transfer: Transfer, location_id: int) -> Order:
    """Move goods into a new shipment that leaves from a location, be it the same one.

    The new one is the order's last. Raises ``NotFound`` for a shipment that is not the order's,
    and ``Invalid`` where the goods are not in it, not to be had there, or sent already.
    """
    check_sends(facts, location_id)
    source = shipment_in(order, transfer.shipment_id)
    ids = ChildIds(order)
    target = _opened(source, location_id, ids, facts.now)
    shipments = (*order.shipments, target)
    order = replace(order, shipments=shipments, last_child=ids.last)
    return _moved(order, facts, transfer, target.id)


def moved_to_shipment(order: Order, facts: Facts, transfer: Transfer, target_id: int) -> Order:
    """Move goods into another shipment of the same order. Raises as ``split_to_location``."""
    known = {shipment.id for shipment in order.shipments}
    if target_id not in known or target_id == transfer.shipment_id:
        raise _invalid("target_shipment_number", "shipment_not_found", "is no other shipment of it")
    return _moved(order, facts, transfer, target_id)


def check_complete(order: Order) -> None:
    """Raise ``Invalid`` for an order that is not placed yet."""
    if not order.is_complete:
        raise _invalid("order", "order_not_complete", "is not complete")


def check_sends(facts: Facts, location_id: int) -> None:
    """Raise ``Invalid`` for a stock location that is not there, or out of use."""
    location = facts.shop.stock_locations.get(location_id)
    if location is None or not location.active:
        raise _invalid("stock_location_id", "stock_location_not_found", "does not exist")


def _moved(order: Order, facts: Facts, transfer: Transfer, target_id: int) -> Order:
    source = shipment_in(order, transfer.shipment_id)
    target = shipment_in(order, target_id)
    _check_movable(order, source, target)
    left, goods = _taken_out(source, transfer)
    if source.stock_location_id != target.stock_location_id:
        goods = _supplied(goods, facts, target.stock_location_id)
    ids = ChildIds(order)
    target = replace(target, items=put_in(target.items, goods, ids), updated_at=facts.now)
    if left:
        order = with_shipment(order, replace(source, items=left, updated_at=facts.now))
    else:
        target = _taking_over(target, source, ids)
        others = tuple(each for each in order.shipments if each.id != source.id)
        order = replace(order, shipments=others)
    return stood(replace(with_shipment(order, target), last_child=ids.last))


def _check_movable(order: Order, *shipments: Shipment) -> None:
    check_complete(order)
    for shipment in shipments:
        if shipment.state in {"shipped", "canceled"}:
            raise _invalid("shipment", "shipment_state", f"is {shipment.state}")


def _opened(source: Shipment, location_id: int, ids: ChildIds, now: datetime) -> Shipment:
    """Begin a shipment that travels as another does, at no cost of its own."""
    shipment_id = next(ids)
    rate = source.selected_rate
    rates = (replace(rate, id=next(ids), cost=0),) if rate else ()
    return Shipment(
        id=shipment_id,
        stock_location_id=location_id,
        rates=rates,
        created_at=now,
        updated_at=now,
    )


def _taken_out(
    source: Shipment, transfer: Transfer
) -> tuple[tuple[ShipmentItem, ...], tuple[Goods, ...]]:
    """Tell what stays in a shipment, and what leaves it. Raises ``Invalid`` if it has too few."""
    if transfer.quantity < 1:
        raise _invalid("quantity", "quantity_invalid", "must be greater than 0")
    left, goods = taken_out(source.items, transfer.variant_id, transfer.quantity)
    if count_of(goods) < transfer.quantity:
        raise _invalid("quantity", "shipment_lacks_items", "is more than the shipment holds")
    return left, goods


def _supplied(goods: Iterable[Goods], facts: Facts, location_id: int) -> tuple[Goods, ...]:
    """Have goods sent from another location: from what is there, or else sold ahead of it."""
    supplied: list[Goods] = []
    for line_item_id, variant_id, quantity in _by_line(goods):
        variant = facts.variants[variant_id]
        level = _level(variant.stock, location_id)
        there = variant.available_at(level) - count_of(supplied)
        here = min(quantity, max(there, 0)) if variant.has_stock_counted else quantity
        if here < quantity and not level.backorderable:
            message = f'selected of "{variant.name}" is not available.'
            raise _invalid("quantity", "insufficient_stock", message)
        supplied.append(Goods(line_item_id, variant_id, here, "on_hand"))
        supplied.append(Goods(line_item_id, variant_id, quantity - here, "backordered"))
    return tuple(each for each in supplied if each.quantity)


def _by_line(goods: Iterable[Goods]) -> Iterator[tuple[int, int, int]]:
    """Sum goods up by their lines, whatever state they are in."""
    sums: dict[tuple[int, int], int] = {}
    for each in goods:
        key = (each.line_item_id, each.variant_id)
        sums[key] = sums.get(key, 0) + each.quantity
    return ((line_id, variant_id, quantity) for (line_id, variant_id), quantity in sums.items())


def _level(stock: Sequence[StockLevel], location_id: int) -> StockLevel:
    nothing = StockLevel(stock_location_id=location_id, count_on_hand=0)
    return next((level for level in stock if level.stock_location_id == location_id), nothing)


def _taking_over(target: Shipment, emptied: Shipment, ids: ChildIds) -> Shipment:
    """Have a shipment carry what an emptied one cost, with its taxes and discounts.

    Those get new ids: a database would have to hang them on a shipment not yet written.
    """
    cost = target.cost + emptied.cost
    rates = tuple(replace(r, cost=cost) if r.selected else r for r in target.rates)
    inherited = tuple(replace(each, id=next(ids)) for each in emptied.adjustments)
    tracking = target.tracking or emptied.tracking
    adjustments = (*target.adjustments, *inherited)
    return replace(target, cost=cost, rates=rates, adjustments=adjustments, tracking=tracking)


def _invalid(field: str, code: str, message: str) -> Invalid:
    return Invalid(Problem("", field, code, message))
