"""Look things up: a page of them, or one. Who may see what is ``shelves.OPEN_TO``'s to say."""

from collections.abc import Mapping
from typing import Generic, TypeVar

import msgspec
from msgspec.structs import replace

from ringup.domain.facts import Facts, Shop
from ringup.domain.problems import Invalid, NotFound, Problem
from ringup.services.access import check_admin, check_user, known_caller
from ringup.services.asking import Asking, Desk
from ringup.services.ports.caller import Caller
from ringup.services.ports.store import Reading
from ringup.services.searching import Listing, Page, Single
from ringup.services.shelves import OPEN_TO, OWNER, KeptOrder
from ringup.services.which_store import StoreWish, at_store_wished

T = TypeVar("T")


class Browsed(msgspec.Struct, Generic[T], frozen=True, kw_only=True):
    """What was found, with what it takes to write it down for this caller.

    ``currency`` is the one prices are shown in.
    """

    found: T
    facts: Facts
    caller: Caller
    currency: str


async def browse(desk: Desk, asking: Asking, kind: type[T], listing: Listing) -> Browsed[Page[T]]:
    """Show a page. Raises the refusals of ``access``, and ``Invalid`` for an unknown currency.

    Of what belongs to users everyone sees the own, and an admin all; what is not for sale yet, only
    an admin; and of what stores have apart, everyone but an admin what the store asked has.
    """
    caller = await _admitted(desk, asking, kind)
    shop = at_store_wished(await desk.store.shop(), asking.store)
    if not caller.admin:
        own = kept_to_own(listing.within, kind, caller)
        listing = replace(listing, within=own, public_at=desk.clock(), store_id=shop.store.id)
    found = await desk.shelves.page(kind, listing)
    return _shown_at(desk, shop, caller, found, listing.currency)


async def browse_own_orders(
    desk: Desk, asking: Asking, listing: Listing
) -> Browsed[Page[KeptOrder]]:
    """Show a page of the caller's own orders. Raises ``NotAuthenticated``."""
    return await browse_own(desk, asking, KeptOrder, listing)


async def browse_own(
    desk: Desk, asking: Asking, kind: type[T], listing: Listing
) -> Browsed[Page[T]]:
    """Show a page of what is the caller's own of a kind. Raises ``NotAuthenticated``."""
    caller = await _caller(desk, asking)
    own = {**listing.within, OWNER[kind]: check_user(caller)}
    found = await desk.shelves.page(kind, replace(listing, within=own))
    return await shown(desk, asking.store, caller, found, None)


async def look_up(desk: Desk, asking: Asking, kind: type[T], single: Single) -> Browsed[T]:
    """Show one thing by its id or name. Raises ``NotFound`` and the refusals of ``access``.

    Somebody else's is not found.
    """
    caller = await _admitted(desk, asking, kind)
    shop = at_store_wished(await desk.store.shop(), asking.store)
    if not caller.admin:
        own = kept_to_own(single.within, kind, caller)
        single = replace(single, within=own, public_at=desk.clock(), store_id=shop.store.id)
    found = await desk.shelves.find(kind, single)
    if found is None:
        raise NotFound
    return _shown_at(desk, shop, caller, found, single.currency)


def kept_to_own(within: Mapping[str, int], kind: type, caller: Caller) -> Mapping[str, int]:
    """Keep to the caller's own where things have owners; raises ``NotFound`` for another's."""
    if OPEN_TO[kind] != "oneself":
        return within
    name, user_id = OWNER[kind], check_user(caller)
    if within.get(name, user_id) != user_id:
        raise NotFound
    return {**within, name: user_id}


async def _admitted(desk: Desk, asking: Asking, kind: type) -> Caller:
    caller = await _caller(desk, asking)
    rights = OPEN_TO[kind]
    if rights == "admins":
        check_admin(caller)
    elif rights == "oneself":
        check_user(caller)
    return caller


async def _caller(desk: Desk, asking: Asking) -> Caller:
    """Tell who asks; whoever shows no key is nobody, which takes no question."""
    if not asking.api_key:
        return Caller()

    async def work(reading: Reading) -> Caller:
        return await known_caller(reading, asking)

    return await desk.store.read(work)


async def shown(
    desk: Desk, store: StoreWish, caller: Caller, found: T, currency: str | None
) -> Browsed[T]:
    """Add what it takes to write a thing down at a store, in one of its currencies.

    Raises ``Invalid`` for an unknown currency or store.
    """
    shop = at_store_wished(await desk.store.shop(), store)
    return _shown_at(desk, shop, caller, found, currency)


def _shown_at(desk: Desk, shop: Shop, caller: Caller, found: T, currency: str | None) -> Browsed[T]:
    wanted = (currency or shop.store.default_currency).upper()
    if wanted not in shop.store.supported_currencies:
        raise Invalid(Problem("", "currency", "currency_unsupported", "is not supported here"))
    facts = Facts(now=desk.clock(), shop=shop)
    return Browsed(found=found, facts=facts, caller=caller, currency=wanted)
