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
from ringup.cli.driving.connection import Address, Connection
from ringup.cli.driving.crowd import Tally
from ringup.cli.driving.learning import learned

Ready = Callable[[], Awaitable[Tally]]
"""The load itself: only what it does is weighed."""
Prepare = Callable[[Address], Awaitable[Ready]]
"""Does what has to be done before, and gives the load."""

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

    async def prepare(address: Address) -> Ready:
        goods = await learned(address, basket, payment)
        return lambda: crowd.checkouts(address, goods, buyers, seconds)

    suffix = "" if payment == "card" else " by check"
    return weighed(site, f"checkout{suffix}", buyers, prepare)


def warm_up(site: Site, buyers: int = 4) -> None:
    """Let every process meet each request, and each connection prepare its statements."""

    async def drive(address: Address) -> Tally:
        goods = await learned(address)
        return await crowd.checkouts(address, goods, buyers * site.workers, WARM_UP_SECONDS)

    crowd.run(drive(Address.of(site.server.url)))


def weighed(site: Site, what: str, buyers: int, prepare: Prepare) -> Load:
    """Drive, and give what came of it, with the cost of each thing done."""
    tally, used = crowd.run(_driven(site, prepare))
    of_server, of_database = (used.server * 1000 / tally.done, used.database * 1000 / tally.done)
    has_database = site.shop.pid is not None
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
            database=of_database if MEASURABLE and has_database else None,
            client=tally.client_seconds * 1000 / tally.done,
        ),
        # SQLite's log begins anew now and then: only `counting` can measure it.
        log_bytes=used.log_bytes / tally.done if has_database else None,
        resident_mb=resident_megabytes(site.server.pid) if MEASURABLE else None,
    )


def closing(connection: Connection, ready: Ready) -> Ready:
    """Let go of the connection when the load is over."""

    async def load() -> Tally:
        try:
            return await ready()
        finally:
            connection.close()

    return load


class Used(msgspec.Struct, frozen=True):
    """What server and database have used by now: seconds of CPU, bytes of log."""

    server: float
    database: float
    log_bytes: int

    def since(self, before: "Used") -> "Used":
        """Give the difference."""
        return Used(
            self.server - before.server,
            self.database - before.database,
            self.log_bytes - before.log_bytes,
        )


async def _driven(site: Site, prepare: Prepare) -> tuple[Tally, Used]:
    ready = await prepare(Address.of(site.server.url))
    before = _used(site)
    tally = await ready()
    await asyncio.sleep(SETTLING_SECONDS)
    return tally, _used(site).since(before)


def _used(site: Site) -> Used:
    return Used(cpu_seconds(site.server.pid), cpu_seconds(site.shop.pid), site.shop.log_position())
