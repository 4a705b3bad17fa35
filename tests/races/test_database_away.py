"""PostgreSQL is stopped, killed and started under load: the shop says so, and goes on by itself."""

import asyncio

import httpx
import pytest

from ringup.cli.loading import loaded
from tests.races.crowd import Crowd
from tests.races.racing import Race, rounds
from tests.support.books import opening_stock
from tests.support.buyers import Buyer
from tests.support.servers import Fleet


@pytest.fixture
async def race(durable_postgres, nursery, tmp_path):
    """A demo store in a PostgreSQL that may be stopped."""
    with durable_postgres.database() as url:
        await loaded(url)
        fleet = Fleet(nursery, url, tmp_path)
        race = Race(fleet, opening_stock(await fleet.books()))
        yield race
        await race.close()
        fleet.end()


async def test_no_acknowledged_order_is_lost_and_the_servers_recover_by_themselves(
    race, durable_postgres
):
    servers = await race.opens(2, sweep=0.5)
    crowd = Crowd(race, seed=7)
    buying = asyncio.create_task(crowd.buys_until_told())
    for number in range(rounds(4, 20)):
        await asyncio.sleep(2)
        before = len(crowd.acknowledged)
        end = durable_postgres.stop if number % 2 else durable_postgres.kill
        await asyncio.to_thread(end)
        await asyncio.sleep(0.5)
        await asyncio.to_thread(durable_postgres.start)
        await _buys_again(crowd, buying, before)
    crowd.is_enough()
    await buying
    assert [server.is_alive for server in servers] == [True, True]
    assert crowd.answers["503 unavailable"] > 0
    for server in servers:
        server.kill()
    await race.opens_later(2)
    await race.settled()
    await race.checked(crowd.acknowledged)


async def test_while_the_database_is_away_every_answer_says_so_and_when_to_come_again(
    race, durable_postgres
):
    [server] = await race.opens(1)
    buyer = await Buyer.comes(race.shop)
    await buyer.goes_to_confirm()
    durable_postgres.stop()
    for answer in (
        await buyer.puts(),
        await buyer.asks("GET"),
        await race.shop.asks("GET", "products"),
    ):
        assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
        assert int(answer.headers["retry-after"]) >= 1
    health = await race.shop.client.get(f"{server.address}/healthz")
    assert health.status_code == httpx.codes.SERVICE_UNAVAILABLE
    durable_postgres.start()
    assert (await buyer.puts()).json()["state"] == "complete"
    assert (await race.shop.client.get(f"{server.address}/healthz")).is_success
    await race.checked([buyer.number])


async def test_the_database_dies_after_the_gateway_charged_and_the_order_is_there_in_the_end(
    race, durable_postgres
):
    """The buyer is told to come again, and finds the order placed."""
    [server] = await race.opens(1)
    buyer = await Buyer.comes(race.shop)
    await buyer.goes_to_confirm()
    race.fleet.arm("authorize: after the gateway did it", how="stop")
    asking = asyncio.create_task(buyer.puts())
    await asyncio.to_thread(server.wait_until_stopped)
    durable_postgres.kill()
    server.wake()
    answer = await asking
    assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
    durable_postgres.start()
    await race.opens_later()
    await race.settled()
    assert (await buyer.puts()).json()["state"] == "complete"
    books = await race.checked([buyer.number])
    assert books.deeds_of(buyer.number) == ["authorize"]


async def _buys_again(crowd, buying, before):
    """See that somebody gets an order again, soon after the database is back."""
    deadline = asyncio.get_running_loop().time() + 60
    while len(crowd.acknowledged) == before:
        assert not buying.done(), buying.exception()
        assert asyncio.get_running_loop().time() < deadline, "nobody could buy any more"
        await asyncio.sleep(0.05)
