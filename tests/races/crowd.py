"""A crowd that buys again and again, whatever becomes of the servers meanwhile."""

import asyncio
import random
from collections import Counter

import httpx

from tests.races.racing import Race
from tests.support.buyers import Buyer
from tests.support.storefront import ADA, APPROVED, DECLINED, NOBODY

SLOW = "4000000000000044"
LOST = "4000000000000051"
CARDS = (APPROVED, APPROVED, APPROVED, DECLINED, SLOW, LOST)
BASKETS = ({"TOTE_01": 2}, {"PRINT_01": 1}, {"DESK_01": 1, "LAMP_01": 1}, {"MUG_01": 3})
PATIENCE = 40
"""How often somebody asks again for one thing before giving up."""


class Crowd:
    """So many buyers side by side; each who has bought or given up is followed by another."""

    def __init__(self, race: Race, seed: int, buyers: int = 6) -> None:
        self._race = race
        self._chance = random.Random(seed)
        self._buyers = buyers
        self._is_over = asyncio.Event()
        self.acknowledged: list[str] = []
        self.answers: Counter[str] = Counter()

    async def buys_until_told(self) -> None:
        """Buy, until somebody says that it is enough."""
        async with asyncio.TaskGroup() as group:
            for _ in range(self._buyers):
                group.create_task(self._again_and_again())

    def is_enough(self) -> None:
        self._is_over.set()

    async def _again_and_again(self) -> None:
        while not self._is_over.is_set():
            await self._buys()

    async def _buys(self) -> None:
        """Come, go to the last step, and ask for it until the shop says yes or no."""
        chance = self._chance
        headers = ADA if chance.random() < 0.2 else NOBODY
        try:
            buyer = await Buyer.comes(self._race.shop, headers, **chance.choice(BASKETS))
            if chance.random() < 0.2:
                await buyer.asks("PUT", "", {"order": {"coupon_code": "ONCE"}})
            await buyer.goes_to_payment()
            await buyer.pays(chance.choice(CARDS))
        except (httpx.TransportError, AssertionError):
            # The server died, or the stock ran out, or the database was away: somebody else comes.
            self.answers["went away"] += 1
            return
        await self._completes(buyer)

    async def _completes(self, buyer: Buyer) -> None:
        for _ in range(PATIENCE):
            try:
                answer = await buyer.puts()
            except httpx.TransportError:
                await asyncio.sleep(0.05)
                continue
            self.answers[f"{answer.status_code} {answer.json().get('code', '')}".strip()] += 1
            if answer.status_code in {409, 503} and not self._is_over.is_set():
                assert answer.headers["retry-after"]
                await asyncio.sleep(0.1)
                continue
            if answer.is_success and answer.json()["state"] == "complete":
                self.acknowledged.append(buyer.number)
            return
