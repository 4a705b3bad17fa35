"""Take orders over that were placed elsewhere, as they were: nothing is priced, taken or asked."""

from collections.abc import Mapping, Sequence

import msgspec

from ringup.domain.facts import Facts
from ringup.domain.order import Order, order_id_from
from ringup.domain.past.made import made
from ringup.domain.past.told import PastGoods, PastOrder
from ringup.domain.problems import Invalid, Problem
from ringup.services.access import check_admin, fingerprint, known_caller, new_token
from ringup.services.asking import Asking, Desk, OrderView
from ringup.services.ports.store import Event, Reading, Transaction, Wanted
from ringup.services.which_store import StoreWish, facts_at_store_wished


class Imported(msgspec.Struct, frozen=True, kw_only=True):
    """What became of one order: it is here (``is_new``, or it was before), or what is wrong."""

    number: str
    order: Order | None = None
    is_new: bool = False
    problems: tuple[Problem, ...] = ()


async def may_import(desk: Desk, asking: Asking) -> bool:
    """Tell whether the caller is an admin. Raises ``NotAuthenticated`` for a wrong key."""

    async def work(reading: Reading) -> bool:
        return (await known_caller(reading, asking)).admin

    return await desk.store.read(work)


async def import_order(desk: Desk, asking: Asking, past: PastOrder) -> tuple[OrderView, bool]:
    """Take one order over, and tell whether it was not here yet; done before, it is shown as it is.

    Only for admins. Raises ``Invalid`` with everything that is wrong; then there is no order.
    """

    async def work(transaction: Transaction) -> tuple[OrderView, bool]:
        caller = await known_caller(transaction, asking)
        check_admin(caller)
        importer = await _importer(transaction, (past,), asking, caller.actor)
        result = await importer.take(past)
        if result.order is None:
            raise Invalid(*result.problems)
        seen = await transaction.peek(result.order.id, Wanted())
        order, own = seen or (result.order, importer.facts)
        return OrderView(order=order, facts=own, caller=caller), result.is_new

    return await desk.store.write(work)


async def import_orders(
    desk: Desk, pasts: Sequence[PastOrder], actor: str = "importer"
) -> Sequence[Imported]:
    """Take a batch over in one transaction, and tell of each what became of it.

    What is wrong with one keeps none of the others out. To be asked in batches of a few hundred.
    """

    async def work(transaction: Transaction) -> Sequence[Imported]:
        importer = await _importer(transaction, pasts, Asking(), actor)
        return [await importer.take(past) for past in pasts]

    return await desk.store.write(work)


class _Undone(Exception):
    """What would have become of orders; raised so that nothing does."""

    def __init__(self, results: Sequence[Imported]) -> None:
        self.results = results


async def try_orders(desk: Desk, pasts: Sequence[PastOrder]) -> Sequence[Imported]:
    """Tell of each of a batch what would become of it; nothing does."""

    async def work(transaction: Transaction) -> Sequence[Imported]:
        importer = await _importer(transaction, pasts, Asking(), "importer")
        raise _Undone([await importer.take(past) for past in pasts])

    try:
        return await desk.store.write(work)
    except _Undone as undone:
        return undone.results


async def _importer(
    transaction: Transaction, pasts: Sequence[PastOrder], asking: Asking, actor: str
) -> "_Importer":
    """Fetch every variant and owner that the orders speak of, in one go."""
    goods = [each for past in pasts for each in _goods(past)]
    wanted = Wanted(
        variant_ids=frozenset(each.variant_id for each in goods if each.variant_id is not None),
        skus=frozenset(each.sku for each in goods if each.sku),
    )
    facts = facts_at_store_wished(await transaction.facts(wanted), asking.store)
    emails = {past.user_email for past in pasts if past.user_email}
    owners = await transaction.user_ids(emails) if emails else {}
    return _Importer(transaction=transaction, facts=facts, owners=owners, told=(asking, actor))


def _goods(past: PastOrder) -> Sequence[PastGoods]:
    return (*past.line_items, *(item for parcel in past.shipments for item in parcel.items))


class _Importer(msgspec.Struct, frozen=True, kw_only=True):
    """Takes orders over in one transaction; ``told`` is who asks, and by which name."""

    transaction: Transaction
    facts: Facts
    owners: Mapping[str, int]
    told: tuple[Asking, str]

    async def take(self, past: PastOrder) -> Imported:
        """Make the order, unless it is here or something is wrong with it."""
        order_id = order_id_from(past.number)
        if not order_id:
            message = "must be R and nine digits: it encodes the order's id"
            return _refused(past, Problem("", "number", "number_invalid", message))
        known = await self.transaction.load(order_id, Wanted())
        if known is not None and known[0].imported:
            return Imported(number=past.number, order=known[0])
        if known is not None:
            return _refused(past, Problem("", "number", "number_taken", "is another order's"))
        try:
            return await self._make(self._owned(past), order_id)
        except Invalid as invalid:
            return _refused(past, *invalid.problems)

    async def _make(self, past: PastOrder, order_id: int) -> Imported:
        asking, actor = self.told
        facts = await self._with_buyer(past)
        if past.store is not None:
            facts = facts_at_store_wished(facts, StoreWish(code=past.store))
        order = made(past, facts, order_id, fingerprint(new_token(asking)))
        saved = await self.transaction.save(None, order, (_told(order, actor),))
        return Imported(number=saved.number, order=saved, is_new=True)

    def _owned(self, past: PastOrder) -> PastOrder:
        """Find the owner by the mail address. Raises ``Invalid``."""
        if past.user_email is None or past.user_id is not None:
            return past
        owner = self.owners.get(past.user_email.casefold())
        if owner is None:
            raise Invalid(Problem("", "user_email", "user_not_found", "does not exist"))
        return msgspec.structs.replace(past, user_id=owner)

    async def _with_buyer(self, past: PastOrder) -> Facts:
        if past.user_id is None:
            return self.facts
        buyer = (await self.transaction.facts(Wanted(), user_id=past.user_id)).buyer
        return msgspec.structs.replace(self.facts, buyer=buyer)


def _refused(past: PastOrder, *problems: Problem) -> Imported:
    return Imported(number=past.number, problems=problems)


def _told(order: Order, actor: str) -> Event:
    data: Mapping[str, object] = {
        "state": order.state,
        "total": order.totals.total,
        "payment_total": order.totals.payment_total,
        "currency": order.currency,
        "channel": order.channel,
        "user_id": order.user_id,
    }
    return Event(type="order.imported", actor=actor, data=data)
