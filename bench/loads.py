"""Runs one load against one server, and weighs what it cost server, database and client."""

import asyncio
from collections.abc import Awaitable, Callable

import msgspec

from bench.processes import MEASURABLE, cpu_seconds, resident_megabytes
from bench.results import Cost, Load
from bench.serving import Server
from bench.shops import Shop
from ringup.cli.driving import crowd
from ringup.cli.driving.checkout import Basket, Payment
from ringup.cli.driving.connection import Address
from ringup.cli.driving.crowd import Tally
from ringup.cli.driving.learning import learned

Drive = Callable[[Address], Awaitable[Tally]]

WARM_UP_SECONDS = 1.0
# Who answers a load's last request still has a moment's work to do, which belongs to it.
SETTLING_SECONDS = 0.05


class Site(msgspec.Struct, frozen=True):
    """A running server, its database, and what both are called in the results."""

    shop: Shop
    server: Server
    store: str
    workers: int = 1


def checkouts(
    site: Site, buyers: int, seconds: float, payment: Payment = "card", basket: Basket | None = None
) -> Load:
    """Let so many guests check out again and again for a while."""

    async def drive(address: Address) -> Tally:
        goods = await learned(address, basket, payment)
        return await crowd.checkouts(address, goods, buyers, seconds)

    suffix = "" if payment == "card" else " by check"
    return weighed(site, f"checkout{suffix}", buyers, drive)


def warm_up(site: Site, buyers: int = 4) -> None:
    """Let every process meet each request, and each connection prepare its statements."""

    async def drive(address: Address) -> Tally:
        goods = await learned(address)
        return await crowd.checkouts(address, goods, buyers * site.workers, WARM_UP_SECONDS)

    crowd.run(drive(Address.of(site.server.url)))


def weighed(site: Site, what: str, buyers: int, drive: Drive) -> Load:
    """Drive, and give what came of it, with the cost of each thing done."""

    async def driven() -> Tally:
        tally = await drive(Address.of(site.server.url))
        await asyncio.sleep(SETTLING_SECONDS)
        return tally

    logged = site.shop.log_position()
    before = _used(site)
    tally = crowd.run(driven())
    after = _used(site)
    of_server, of_database = (
        (now - then) * 1000 / tally.done for now, then in zip(after, before, strict=True)
    )
    # SQLite's log begins anew now and then: only `counting` can measure it.
    log_bytes = (site.shop.log_position() - logged) / tally.done if site.shop.pid else None
    return Load(
        store=site.store,
        what=what,
        buyers=buyers,
        workers=site.workers,
        done=tally.done,
        seconds=tally.seconds,
        per_second=tally.per_second,
        waits=tally.waits,
        cost=Cost(
            server=of_server if MEASURABLE else None,
            database=of_database if MEASURABLE and site.shop.pid else None,
            client=tally.client_seconds * 1000 / tally.done,
        ),
        log_bytes=log_bytes,
        resident_mb=resident_megabytes(site.server.pid) if MEASURABLE else None,
    )


def _used(site: Site) -> tuple[float, float]:
    return cpu_seconds(site.server.pid), cpu_seconds(site.shop.pid)
