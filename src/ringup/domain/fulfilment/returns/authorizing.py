"""What may come back: only what was sent, and never more than was sent and has not come back."""

from collections.abc import Iterator, Sequence

import msgspec

from ringup.domain.facts import Facts
from ringup.domain.fulfilment.returns.counting import authorization_in, awaited, sent
from ringup.domain.fulfilment.returns.moves import moved
from ringup.domain.order import ChildIds, Order
from ringup.domain.problems import Invalid, Problem, within
from ringup.domain.returning import ReturnAuthorization, ReturnItem, ReturnReason

replace = msgspec.structs.replace


class Wish(msgspec.Struct, frozen=True, kw_only=True):
    """That so many of a line, or of a variant, may come back; 0 for none of them.

    What is awaited of the same line, for the same exchange, is replaced, so that to wish twice is
    to wish once. ``field`` names the wish in the input.
    """

    line_item_id: int | None = None
    variant_id: int | None = None
    quantity: int = 1
    restock: bool = True
    stock_location_id: int | None = None
    exchange_variant_id: int | None = None
    field: str = ""


class Terms(msgspec.Struct, frozen=True, kw_only=True):
    """What is said of an authorization; ``None`` for what stays as it is."""

    stock_location_id: int | None = None
    reason_id: int | None = None
    reason: str | None = None
    memo: str | None = None
    wishes: tuple[Wish, ...] = ()


def authorized(order: Order, facts: Facts, terms: Terms) -> Order:
    """Authorize a return, the order's last.

    Raises ``Invalid`` for an order of which nothing was sent, and as ``amended``.
    """
    if not any(shipment.state == "shipped" for shipment in order.shipments):
        raise _invalid("order", "nothing_shipped", "has no shipped units")
    ids = ChildIds(order)
    fresh = ReturnAuthorization(
        id=next(ids),
        stock_location_id=_usual_location(order),
        created_at=facts.now,
        updated_at=facts.now,
    )
    order = replace(order, returns=(*order.returns, fresh), last_child=ids.last)
    return amended(order, facts, fresh.id, terms)


def amended(order: Order, facts: Facts, return_id: int, terms: Terms) -> Order:
    """Change what is said of an authorization, and what may come back by it.

    Raises ``Invalid`` for what does not exist, was not sent, or is not there to come back, and
    where things are wished of one that was received or canceled.
    """
    authorization = authorization_in(order, return_id)
    said = _with_terms(authorization, facts, terms)
    if terms.wishes and said.state != "authorized":
        moved(said, "wish")
    order = with_authorization(order, said)
    for wish in terms.wishes:
        order = _wished(order, facts, return_id, wish)
    changed = authorization_in(order, return_id)
    if changed == authorization:
        return order
    return with_authorization(order, replace(changed, updated_at=facts.now))


def canceled(order: Order, facts: Facts, return_id: int) -> Order:
    """Take an authorization back of which nothing has come; canceled before, it stays so."""
    authorization = authorization_in(order, return_id)
    _check_nothing_came(authorization, "canceled")
    state = moved(authorization, "cancel")
    if state == authorization.state:
        return order
    return with_authorization(order, replace(authorization, state=state, updated_at=facts.now))


def removed(order: Order, return_id: int) -> Order:
    """Forget an authorization of which nothing has come."""
    _check_nothing_came(authorization_in(order, return_id), "deleted")
    returns = tuple(each for each in order.returns if each.id != return_id)
    return replace(order, returns=returns)


def check_location(facts: Facts, location_id: int | None, field: str) -> None:
    """Raise ``Invalid`` for a stock location that is not in use."""
    if location_id is None:
        return
    location = facts.shop.stock_locations.get(location_id)
    if location is None or not location.active:
        raise _invalid(field, "stock_location_not_found", "does not exist")


def with_authorization(order: Order, changed: ReturnAuthorization) -> Order:
    """Put a changed authorization in its place."""
    returns = tuple(changed if each.id == changed.id else each for each in order.returns)
    return replace(order, returns=returns)


def _usual_location(order: Order) -> int:
    """Tell where things come back to unless said otherwise: where the first of them came from."""
    return next(s.stock_location_id for s in order.shipments if s.state == "shipped")


def _with_terms(
    authorization: ReturnAuthorization, facts: Facts, terms: Terms
) -> ReturnAuthorization:
    check_location(facts, terms.stock_location_id, "stock_location_id")
    known = None if terms.reason_id is None else _reason(facts, terms.reason_id)
    said = {
        "stock_location_id": terms.stock_location_id,
        "reason_id": terms.reason_id,
        "reason": terms.reason or (known.name if known else terms.reason),
        "restocking_fee_rate": known.restocking_fee_rate if known else None,
        "memo": terms.memo,
    }
    return replace(authorization, **{name: v for name, v in said.items() if v is not None})


def _reason(facts: Facts, reason_id: int) -> ReturnReason:
    known = facts.shop.return_reasons.get(reason_id)
    if known is None:
        field = "return_authorization_reason_id"
        raise _invalid(field, "return_reason_not_found", "does not exist")
    return known


def _wished(order: Order, facts: Facts, return_id: int, wish: Wish) -> Order:
    check_location(facts, wish.stock_location_id, within(wish.field, "stock_location_id"))
    _check_exchange(order, facts, wish)
    for line_id, quantity in _spread(order, return_id, wish):
        order = _with_item(order, return_id, wish, line_id, quantity)
    return order


def _spread(order: Order, return_id: int, wish: Wish) -> Iterator[tuple[int, int]]:
    """Tell how many of each line that is meant; several only where they hold the same variant."""
    left = wish.quantity
    lines = _lines_meant(order, wish)
    for line_id in lines:
        count = min(left, _returnable(order, return_id, wish, line_id))
        left -= count
        yield line_id, count
    if left:
        most = wish.quantity - left
        message = f"must be at most {most}: no more were sent and have not come back"
        raise _invalid(within(wish.field, "quantity"), "quantity_not_returnable", message)


def _lines_meant(order: Order, wish: Wish) -> Sequence[int]:
    wanted = wish.line_item_id is not None
    name, code = (
        ("line_item_id", "line_item_not_found") if wanted else ("variant_id", "variant_not_found")
    )
    lines = [
        line.id
        for line in order.line_items
        if (line.id == wish.line_item_id if wanted else line.variant_id == wish.variant_id)
    ]
    if not lines:
        raise _invalid(within(wish.field, name), code, "is not of this order")
    return lines


def _returnable(order: Order, return_id: int, wish: Wish, line_id: int) -> int:
    """Count what of a line was sent and is not awaited already, the replaced wish left out."""
    replaced = _same(authorization_in(order, return_id), wish, line_id)
    others = sum(item.quantity for item in awaited(order) if item.line_item_id == line_id)
    return sent(order, line_id) - others + sum(item.quantity for item in replaced)


def _same(authorization: ReturnAuthorization, wish: Wish, line_id: int) -> tuple[ReturnItem, ...]:
    return tuple(
        item
        for item in authorization.awaited
        if item.line_item_id == line_id and item.exchange_variant_id == wish.exchange_variant_id
    )


def _with_item(order: Order, return_id: int, wish: Wish, line_id: int, quantity: int) -> Order:
    authorization = authorization_in(order, return_id)
    same = _same(authorization, wish, line_id)
    ids = ChildIds(order)
    line = next(line for line in order.line_items if line.id == line_id)
    fresh = ReturnItem(
        id=same[0].id if same else next(ids),
        line_item_id=line_id,
        variant_id=line.variant_id,
        quantity=quantity,
        restock=wish.restock,
        stock_location_id=wish.stock_location_id,
        exchange_variant_id=wish.exchange_variant_id,
    )
    gone = {item.id for item in same}
    others = tuple(item for item in authorization.items if item.id not in gone)
    items = (*others, fresh) if quantity else others
    order = replace(order, last_child=ids.last)
    return with_authorization(order, replace(authorization, items=items))


def _check_exchange(order: Order, facts: Facts, wish: Wish) -> None:
    if wish.exchange_variant_id is None:
        return
    field = within(wish.field, "exchange_variant_id")
    variant = facts.variants.get(wish.exchange_variant_id)
    if variant is None or variant.deleted:
        raise _invalid(field, "variant_not_found", "does not exist")
    if order.currency not in variant.prices:
        message = f"is not sold in {order.currency}"
        raise _invalid(field, "not_sold_in_currency", message)


def _check_nothing_came(authorization: ReturnAuthorization, done: str) -> None:
    if authorization.came:
        message = f"cannot be {done}: some of it has come back"
        raise _invalid("return_authorization", "return_received", message)


def _invalid(field: str, code: str, message: str) -> Invalid:
    return Invalid(Problem("", field, code, message))
