"""The doctor may come while the shop is open, and does not take work under way for a fault."""

import asyncio

from tests.doctor.busy import authorized, by_check, canceled, declined
from tests.support.storefront import open_storefront


async def test_nothing_is_found_while_buyers_are_at_it(shop):
    is_over = asyncio.Event()

    async def buys(storefront, happen):
        while not is_over.is_set():
            await happen(storefront)
            await asyncio.sleep(0.01)

    async def examines():
        try:
            return [await shop.examined() for _ in range(4)]
        finally:
            is_over.set()

    async with open_storefront(shop.url) as storefront, asyncio.TaskGroup() as group:
        for happen in (authorized, canceled, declined, by_check):
            group.create_task(buys(storefront, happen))
        examinations = group.create_task(examines())
    assert examinations.result() == [[]] * 4
