"""Getting at one order: by its number, for this caller, with the facts its changes need."""

from collections.abc import Sequence

from ringup.domain.changes import AddItem, AddPayment, Change, EnterCoupon
from ringup.domain.facts import Facts
from ringup.domain.order import Order, order_id_from
from ringup.domain.problems import NotFound, Stale
from ringup.services.access import check_may_use, holds_token, known_caller
from ringup.services.asking import Asking, OrderView
from ringup.services.ports.caller import Caller
from ringup.services.ports.store import Reading, Transaction, Wanted


async def locked(
    transaction: Transaction, asking: Asking, number: str, changes: Sequence[Change] = ()
) -> tuple[Order, Facts, Caller]:
    """Lock an order for this caller. Raises ``NotFound``, the refusals of ``access``, ``Stale``."""
    caller = await known_caller(transaction, asking)
    found = await transaction.load(_id_of(number), wanted_by(changes))
    order, facts = _allowed(found, caller)
    if asking.if_match is not None and order.version not in asking.if_match:
        raise Stale
    return order, facts, caller


async def seen(reading: Reading, asking: Asking, number: str) -> tuple[Order, Facts, Caller]:
    """Look at an order without locking it. Raises ``NotFound`` and the refusals of ``access``."""
    caller = await known_caller(reading, asking)
    found = await reading.peek(_id_of(number), Wanted())
    order, facts = _allowed(found, caller)
    return order, facts, caller


def wanted_by(changes: Sequence[Change]) -> Wanted:
    """Tell which variants the changes speak of, which coupon codes and gift cards."""
    items = [change for change in changes if isinstance(change, AddItem)]
    return Wanted(
        variant_ids=frozenset(i.variant_id for i in items if i.variant_id is not None),
        skus=frozenset(i.sku for i in items if i.sku is not None and i.variant_id is None),
        coupon_codes=frozenset(c.code for c in changes if isinstance(c, EnterCoupon)),
        gift_cards=frozenset(
            c.gift_card for c in changes if isinstance(c, AddPayment) and c.gift_card
        ),
    )


def view(order: Order, facts: Facts, caller: Caller, asking: Asking) -> OrderView:
    """Show the order to the caller; its token only to whoever presented it."""
    token = asking.order_token if holds_token(order, caller) else None
    return OrderView(order=order, facts=facts, caller=caller, token=token)


def _id_of(number: str) -> int:
    order_id = order_id_from(number)
    if order_id is None:
        raise NotFound
    return order_id


def _allowed(found: tuple[Order, Facts] | None, caller: Caller) -> tuple[Order, Facts]:
    if found is None:
        raise NotFound
    check_may_use(found[0], caller)
    return found
