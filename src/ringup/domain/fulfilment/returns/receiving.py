"""What has come back: the buyer is credited for it, and it no longer counts as sent."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

import msgspec

from ringup.domain.changes import AddItem
from ringup.domain.facts import Facts
from ringup.domain.fulfilment.amending import amended
from ringup.domain.fulfilment.contents import Goods, put_in
from ringup.domain.fulfilment.returns.authorizing import check_location, with_authorization
from ringup.domain.fulfilment.returns.counting import authorization_in, is_all_back
from ringup.domain.fulfilment.returns.crediting import Settlement, credited
from ringup.domain.fulfilment.returns.moves import moved
from ringup.domain.fulfilment.returns.worth import worth_of
from ringup.domain.fulfilment.standing import stood
from ringup.domain.order import ChildIds, Order, Shipment, ShipmentItem
from ringup.domain.pricing.totals import totalled
from ringup.domain.problems import Invalid, Problem, within
from ringup.domain.returning import ReturnAuthorization, ReturnItem

replace = msgspec.structs.replace


AT_ITS_WORTH = Settlement()


class Receipt(msgspec.Struct, frozen=True, kw_only=True):
    """That an authorized item came, or so many of it; ``None`` for what is as was authorized."""

    item_id: int
    quantity: int | None = None
    restock: bool | None = None
    stock_location_id: int | None = None
    field: str = ""


def received(
    order: Order,
    facts: Facts,
    return_id: int,
    receipts: Sequence[Receipt] = (),
    settlement: Settlement = AT_ITS_WORTH,
) -> Order:
    """Note that what an authorization names has come: all of it, unless receipts say what.

    What came before does not come again; if nothing new came the order is given back as it is.
    Raises ``Invalid`` for an authorization that was canceled or names nothing, for receipts of
    what it does not name, for amounts that are not to be had, and ``insufficient_stock`` where what
    it is exchanged for is not to be had; ``facts`` know those variants.
    """
    authorization = authorization_in(order, return_id)
    moved(authorization, "receive")
    if not authorization.items:
        raise _invalid("return_items", "return_empty", "are none: add what may come back")
    coming = tuple(_coming(authorization, receipts))
    if not coming:
        return order
    before = order
    for item, receipt in coming:
        order = _with_received(order, facts, return_id, item, receipt)
    came = newly_received(before, order)
    closed = _closed(order, return_id, facts.now)
    order = credited(before, closed, return_id, settlement, facts.now)
    order = _exchanged(stood(totalled(order)), facts, came)
    return replace(order, state="returned") if is_all_back(order) else order


def newly_received(before: Order, after: Order) -> tuple[ReturnItem, ...]:
    """Name what has come between two moments of an order's life."""
    known = {item.id for each in before.returns for item in each.came}
    return tuple(item for each in after.returns for item in each.came if item.id not in known)


def _coming(
    authorization: ReturnAuthorization, receipts: Sequence[Receipt]
) -> Iterator[tuple[ReturnItem, Receipt]]:
    """Pair what is awaited and comes now with what is said of it."""
    awaited = {item.id: item for item in authorization.awaited}
    known = {item.id for item in authorization.items}
    said = {receipt.item_id: receipt for receipt in receipts}
    for receipt in said.values():
        if receipt.item_id not in known:
            field = within(receipt.field, "id")
            raise _invalid(field, "return_item_not_found", "is not of this return")
    for item_id, item in awaited.items():
        if not said or item_id in said:
            yield item, said.get(item_id) or Receipt(item_id=item_id)


def _with_received(
    order: Order, facts: Facts, return_id: int, item: ReturnItem, receipt: Receipt
) -> Order:
    """Note that an item has come; what of it has not is awaited as an item of its own."""
    authorization = authorization_in(order, return_id)
    came = _as_came(order, facts, authorization, item, receipt)
    ids = ChildIds(order)
    left = item.quantity - came.quantity
    rest = (replace(item, id=next(ids), quantity=left),) if left else ()
    items = tuple(came if each.id == item.id else each for each in authorization.items)
    order = with_authorization(order, replace(authorization, items=(*items, *rest)))
    shipments = tuple(_taken_back(order.shipments, came, ids, facts.now))
    return replace(order, shipments=shipments, last_child=ids.last)


def _as_came(
    order: Order,
    facts: Facts,
    authorization: ReturnAuthorization,
    item: ReturnItem,
    receipt: Receipt,
) -> ReturnItem:
    quantity = item.quantity if receipt.quantity is None else receipt.quantity
    if not 1 <= quantity <= item.quantity:
        message = f"must be a whole number from 1 to {item.quantity}"
        raise _invalid(within(receipt.field, "quantity"), "quantity_not_returnable", message)
    check_location(facts, receipt.stock_location_id, within(receipt.field, "stock_location_id"))
    line = next(line for line in order.line_items if line.id == item.line_item_id)
    worth = worth_of(order, line, quantity)
    came = replace(
        item,
        quantity=quantity,
        restock=item.restock if receipt.restock is None else receipt.restock,
        stock_location_id=receipt.stock_location_id
        or item.stock_location_id
        or authorization.stock_location_id,
        amount=worth.amount,
        tax=worth.tax,
        received_at=facts.now,
    )
    _check_place(facts, came, receipt.field)
    return came


def _check_place(facts: Facts, came: ReturnItem, field: str) -> None:
    """Stock goes where the shop keeps the variant, or nowhere."""
    variant = facts.variants[came.variant_id]
    if not came.restock or not variant.has_stock_counted:
        return
    if all(level.stock_location_id != came.stock_location_id for level in variant.stock):
        message = f"does not keep {variant.sku}: choose another, or do not restock it"
        raise _invalid(within(field, "stock_location_id"), "stock_item_not_found", message)


def _taken_back(
    shipments: Iterable[Shipment], came: ReturnItem, ids: ChildIds, now: datetime
) -> Iterator[Shipment]:
    """Turn so many of a line from shipped to returned, parcel by parcel."""
    left = came.quantity
    for shipment in shipments:
        items: list[ShipmentItem] = []
        back: list[Goods] = []
        for item in shipment.items:
            is_meant = item.line_item_id == came.line_item_id and item.state == "shipped"
            count = min(left, item.quantity) if is_meant else 0
            left -= count
            if count < item.quantity:
                items.append(replace(item, quantity=item.quantity - count))
            if count:
                back.append(Goods(item.line_item_id, item.variant_id, count, "returned"))
        if not back:
            yield shipment
            continue
        yield replace(shipment, items=put_in(items, back, ids), updated_at=now)


def _closed(order: Order, return_id: int, now: datetime) -> Order:
    """Close an authorization once all has come."""
    authorization = authorization_in(order, return_id)
    state = authorization.state if authorization.awaited else moved(authorization, "receive")
    return with_authorization(order, replace(authorization, state=state, updated_at=now))


def _exchanged(order: Order, facts: Facts, came: Sequence[ReturnItem]) -> Order:
    """Put into the order what the buyer gets instead, at today's price, sent for nothing."""
    wanted = tuple(
        AddItem(
            variant_id=item.exchange_variant_id, quantity=item.quantity, field="exchange_variant_id"
        )
        for item in came
        if item.exchange_variant_id is not None
    )
    if not wanted:
        return order
    after = amended(order, facts, wanted)
    known = {shipment.id for shipment in order.shipments}
    shipments = tuple(s if s.id in known else _at_no_cost(s) for s in after.shipments)
    return stood(totalled(replace(after, shipments=shipments)))


def _at_no_cost(shipment: Shipment) -> Shipment:
    rates = tuple(replace(r, cost=0) if r.selected else r for r in shipment.rates)
    return replace(shipment, cost=0, rates=rates, adjustments=())


def _invalid(field: str, code: str, message: str) -> Invalid:
    return Invalid(Problem("", field, code, message))
