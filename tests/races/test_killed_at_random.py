"""`kill -9` at any moment, under load: whatever was answered stands, and the books agree."""

import asyncio
import random

from tests.races.crowd import Crowd
from tests.races.racing import LATER, rounds

KILLS = rounds(32, 200)


async def test_killed_again_and_again_under_load_nothing_is_lost(race):
    """Two servers, of which one is killed every moment and replaced by one whose clock is ahead.

    So what the dead one left open is due at once, and more: what the other one has just begun is
    due for the new one's sweeper too, which must do no harm.
    """
    seed = random.SystemRandom().randrange(10**6)
    print(f"RINGUP seed {seed}")  # noqa: T201 - to repeat it by
    chance = random.Random(seed)
    servers = await race.opens(2, sweep=0.2)
    crowd = Crowd(race, seed)
    buying = asyncio.create_task(crowd.buys_until_told())
    for kill in range(KILLS):
        await asyncio.sleep(chance.uniform(0.05, 0.8))
        assert not buying.done(), buying.exception()
        dying = servers.pop(chance.randrange(len(servers)))
        dying.kill()
        race.fleet.ahead += LATER
        servers.append(race.fleet.launch(ahead=race.fleet.ahead, sweep=0.2))
        race.shop.addresses = [server.address for server in servers]
        await asyncio.to_thread(servers[-1].wait_until_well)
        assert dying.pid not in {server.pid for server in race.fleet.living}, kill
    crowd.is_enough()
    await buying
    for server in servers:
        server.kill()
    await race.opens_later()
    await race.settled()
    books = await race.checked(crowd.acknowledged)
    assert len(crowd.acknowledged) > 0
    assert books.on_hand("PRINT-01") >= 0
    print(f"{KILLS} kills, {len(books.placed)} placed of {len(books.orders)}, {crowd.answers}")  # noqa: T201
