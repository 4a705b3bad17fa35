"""Which store a request means that is about no order yet; an order keeps the one it was made at."""

from collections.abc import Sequence

import msgspec

from ringup.domain.facts import Facts, Shop, Store
from ringup.domain.problems import Invalid, Problem


class StoreWish(msgspec.Struct, frozen=True, kw_only=True):
    """What a request says of the store: the host it was sent to, and a store's code, if any."""

    host: str = ""
    code: str | None = None


ANY_STORE = StoreWish()


def at_store_wished(shop: Shop, wish: StoreWish) -> Shop:
    """Give the shop as it is at the store whose host it is, else of that code, else the default.

    A host that several stores have, or the default one, leaves the word to the code. Raises
    ``Invalid`` for an unknown code.
    """
    chosen = _of_host(shop, wish.host) or _of_code(shop, wish.code) or shop.default_store
    return shop.at_store(chosen.id)


def facts_at_store_wished(facts: Facts, wish: StoreWish) -> Facts:
    """Give the facts with the shop as it is at the store that is meant; raises the same."""
    return msgspec.structs.replace(facts, shop=at_store_wished(facts.shop, wish))


def _of_host(shop: Shop, host: str) -> Store | None:
    found = _stores_at(shop, host) if host and len(shop.stores) > 1 else ()
    return found[0] if len(found) == 1 and not found[0].is_default else None


def _stores_at(shop: Shop, host: str) -> Sequence[Store]:
    """Find the stores with this host; an address without a port is that of any port."""
    named = host.lower()
    hosts = {named, named.partition(":")[0]}
    return [store for store in shop.stores.values() if _host_in(store.url) in hosts]


def _host_in(url: str) -> str:
    _, _, after_scheme = url.rpartition("://")
    return after_scheme.partition("/")[0].strip().lower()


def _of_code(shop: Shop, code: str | None) -> Store | None:
    if code is None:
        return None
    known = shop.stores.values() or (shop.store,)
    found = next((each for each in known if each.code.casefold() == code.casefold()), None)
    if found is None:
        text = f"does not exist: {code[:40]}"
        raise Invalid(Problem("", "store", "store_not_found", text))
    return found
