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
from ringup.services.owners import owned, with_owner
from ringup.services.ports.caller import Caller
from ringup.services.ports.store import Transaction, Wanted
from ringup.services.tokenizing import tokenized
from ringup.services.which_store import facts_at_store_wished


async def create_order(desk: Desk, asking: Asking, changes: Sequence[Change]) -> OrderView:
    """Create an order in ``cart`` with the changes applied; the view carries its token.

    It is of the store that is asked, and stays so. Raises ``NotAuthenticated`` for a wrong key (or
    none, where the shop wants one), ``Invalid`` for an unknown store and for changes that cannot
    be made; then no order exists.
    """
    changes = await tokenized(desk, changes)
    token = new_token(asking)

    async def work(transaction: Transaction) -> OrderView:
        caller = await known_caller(transaction, asking)
        if desk.settings.require_api_key:
            check_may_create(caller)
        facts = await _facts(transaction, asking, caller, wanted_by(changes))
        order = _empty(await transaction.new_order_id(), caller, facts, token, asking)
        wanted = await with_existing_cards(transaction, changes, order, caller)
        allowed, facts = await with_owner(transaction, order, facts, caller, wanted)
        order = flow.change(order, facts, allowed)
        saved = await kept(transaction, None, order, caller.actor)
        return OrderView(order=saved, facts=facts, caller=caller, token=token)

    return await desk.store.write(work)


async def _facts(transaction: Transaction, asking: Asking, caller: Caller, wanted: Wanted) -> Facts:
    """Fetch the facts at the store that is meant, with the caller's credit in its currency."""
    found = await transaction.facts(wanted, user_id=caller.user_id)
    facts = facts_at_store_wished(found, asking.store)
    currency = facts.shop.store.default_currency
    if caller.user_id is None or currency == found.shop.store.default_currency:
        return facts
    return await owned(transaction, facts, caller.user_id, currency)


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
