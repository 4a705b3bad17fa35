"""What a checkout costs as one thing grows: lines, quantities, promotions, orders, processes."""

from collections.abc import Callable, Iterator, Mapping

import msgspec

from bench.bulk import grow_orders, grow_promotions, grow_variants
from bench.loads import Ready, Site, checkouts, closing, warm_up, weighed
from bench.results import Growth, Load
from bench.serving import serving
from bench.shops import Shop
from ringup.cli.driving.checkout import EMAIL, STEPS, Basket, Buyer, Goods, Step
from ringup.cli.driving.connection import Address
from ringup.cli.driving.crowd import crowded
from ringup.cli.driving.learning import learned
from ringup.domain.money import decimal_text

LINES = (1, 10, 100, 1000)
QUANTITIES = (1, 100_000)
PROMOTIONS = (0, 10, 1000)
ORDERS = (10_000, 10_000_000)
PROCESSES = (1, 2, 4)

_TOTE, _TAX, _GROUND = 1599, 80, 500


class Scope(msgspec.Struct, frozen=True):
    """How long each measurement takes, and how far the tables grow."""

    seconds: float
    most_orders: int = ORDERS[-1]


def _lines(shop: Shop, store: str, scope: Scope) -> Iterator[Growth]:
    variants = grow_variants(shop, LINES[-1])
    with serving(shop.url, shop.folder) as server:
        site = Site(shop, server, store)
        warm_up(site)
        for count in LINES:
            load = _of_lines(site, variants[:count], scope.seconds)
            yield Growth(store=store, of="line items", size=count, load=load)


def _of_lines(site: Site, variants: list[int], seconds: float) -> Load:
    """Put all lines into the first request; the others are as ever."""
    total = decimal_text(len(variants) * (_TOTE + _TAX) + _GROUND, "USD")

    async def prepare(address: Address) -> Ready:
        known = await learned(address)
        goods = Goods(Basket(total=total), known.variant_id, known.payment_method_id, "card")
        buyer = Buyer(address, goods)
        steps = (_creating(variants), *STEPS[2:])

        async def check_out() -> list[int]:
            return [await buyer.take(step) for step in steps]

        names = [step.name for step in steps]
        return closing(buyer.connection, lambda: crowded([check_out], names, seconds))

    return weighed(site, "checkout in six requests", 1, prepare)


def _creating(variants: list[int]) -> Step:
    items = [{"variant_id": variant, "quantity": 1} for variant in variants]
    body = {"order": {"email": EMAIL, "line_items": items}}

    def ask(buyer: Buyer) -> bytes:
        return buyer.address.request("POST", "/api/checkouts", body)

    return Step("create", ask, (200, 201), "cart")


def _quantities(shop: Shop, store: str, scope: Scope) -> Iterator[Growth]:
    with serving(shop.url, shop.folder) as server:
        site = Site(shop, server, store)
        warm_up(site)
        for quantity in QUANTITIES:
            tax = _TOTE * quantity * 5 // 100 if quantity > 1 else _TAX
            total = decimal_text(_TOTE * quantity + tax + _GROUND, "USD")
            basket = Basket(quantity=quantity, total=total)
            load = checkouts(site, 1, scope.seconds, basket=basket)
            yield Growth(store=store, of="quantity", size=quantity, load=load)


def _promotions(shop: Shop, store: str, scope: Scope) -> Iterator[Growth]:
    there = 0
    for count in PROMOTIONS:
        if count:
            grow_promotions(shop, range(there + 1, count + 1))
            there = count
        yield Growth(store=store, of="promotions", size=count, load=_served(shop, store, scope))


def _orders(shop: Shop, store: str, scope: Scope) -> Iterator[Growth]:
    for count in sorted({min(count, scope.most_orders) for count in ORDERS}):
        grow_orders(shop, count)
        load = _served(shop, store, scope)
        yield Growth(store=store, of="orders in the tables", size=count, load=load)


def _processes(shop: Shop, store: str, scope: Scope) -> Iterator[Growth]:
    for workers in PROCESSES:
        with serving(shop.url, shop.folder, workers=workers) as server:
            site = Site(shop, server, store, workers)
            warm_up(site)
            load = checkouts(site, 32, scope.seconds)
            yield Growth(store=store, of="server processes", size=workers, load=load)


def _served(shop: Shop, store: str, scope: Scope) -> Load:
    with serving(shop.url, shop.folder) as server:
        site = Site(shop, server, store)
        warm_up(site)
        return checkouts(site, 1, scope.seconds)


PARTS: Mapping[str, Callable[[Shop, str, Scope], Iterator[Growth]]] = {
    "lines": _lines,
    "quantity": _quantities,
    "promotions": _promotions,
    "processes": _processes,
    "orders": _orders,
}
"""What grows, each in a fresh store, by the names that ``--growth`` takes."""
