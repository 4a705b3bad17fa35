"""Create an order: an empty cart, or one with what was asked for, owned by whoever has a key."""

from collections.abc import Sequence

from ringup.domain.changes import Change
from ringup.domain.checkout import flow
from ringup.domain.facts import Facts
from ringup.domain.order import Order
from ringup.services.access import check_may_create, fingerprint, known_caller, new_token
from ringup.services.asking import Asking, Desk, OrderView
from ringup.services.existing_cards import with_existing_cards
from ringup.services.keeping import kept
from ringup.services.loading import wanted_by
from ringup.services.owners import with_owner
from ringup.services.ports import Caller, Transaction
from ringup.services.tokenizing import tokenized


async def create_order(desk: Desk, asking: Asking, changes: Sequence[Change]) -> OrderView:
    """Create an order in ``cart`` with the changes applied; the view carries its token.

    Raises ``NotAuthenticated`` for a wrong key (or none, where the shop wants one), ``Invalid``
    for changes that cannot be made; then no order exists.
    """
    changes = await tokenized(desk, changes)
    token = new_token(asking)

    async def work(transaction: Transaction) -> OrderView:
        caller = await known_caller(transaction, asking)
        if desk.settings.require_api_key:
            check_may_create(caller)
        facts = await transaction.facts(wanted_by(changes), user_id=caller.user_id)
        order = _empty(await transaction.new_order_id(), caller, facts, token, asking)
        wanted = await with_existing_cards(transaction, changes, order, caller)
        allowed, facts = await with_owner(transaction, order, facts, caller, wanted)
        order = flow.change(order, facts, allowed)
        saved = await kept(transaction, None, order, caller.actor)
        return OrderView(order=saved, facts=facts, caller=caller, token=token)

    return await desk.store.write(work)


def _empty(order_id: int, caller: Caller, facts: Facts, token: str, asking: Asking) -> Order:
    return Order(
        id=order_id,
        store_id=facts.shop.store.id,
        currency=facts.shop.store.default_currency,
        email=caller.email,
        user_id=caller.user_id,
        created_by_id=caller.user_id,
        locale=asking.locale,
        token_hash=fingerprint(token),
        created_at=facts.now,
        updated_at=facts.now,
    )
