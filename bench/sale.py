"""Everybody wants the same thing at once: as many are sold as there are, and how fast.

First a thing of which there is not enough for all: each buyer walks through a whole checkout or is
told on the way. Then one of which there is plenty, with every order standing in ``confirm`` and
all pressing the last button together: how many sales of one variant a second make.
"""

import asyncio
import time

import msgspec

from bench.loads import Site
from bench.results import Sale
from ringup.cli.driving.checkout import COMPLETE, STEPS, Basket, Buyer, Goods, WrongAnswer
from ringup.cli.driving.connection import Address
from ringup.cli.driving.crowd import run, together
from ringup.cli.driving.learning import learned

PRINT = Basket(sku="PRINT-01", total="56.45")
"""The limited print: 49.00 + 5.00 by Ground + 2.45 tax."""
SOLD_OUT = b"insufficient_stock"
CROWD = 128

_ON_HAND = (
    "SELECT sum(count_on_hand) FROM stock_items WHERE variant_id ="
    " (SELECT id FROM variants WHERE sku = 'PRINT-01')"
)
_SOLD = (
    "SELECT coalesce(sum(l.quantity), 0) FROM line_items AS l JOIN orders AS o ON o.id = l.order_id"
    " WHERE o.state = 'complete' AND l.variant_id ="
    " (SELECT id FROM variants WHERE sku = 'PRINT-01')"
)


class SoldWrongly(AssertionError):
    """More or fewer were sold than there were: figures of such a sale are worth nothing."""


class Outcome(msgspec.Struct, frozen=True):
    """Who got one, who was told that there are none left, and how long all of it took."""

    sold: int
    refused: int
    seconds: float


def measured(site: Site, stock: int, buyers: int, rounds: int) -> Sale:
    """Hold both sales. Raises ``SoldWrongly``, ``WrongAnswer``."""
    address = Address.of(site.server.url)
    goods = run(learned(address, PRINT))
    # Whoever learned holds one; he is sent home, and the shelf is filled anew.
    site.shop.execute(
        "DELETE FROM stock_holds",
        "UPDATE stock_items SET held = 0",
        f"UPDATE stock_items SET count_on_hand = {stock} WHERE variant_id ="
        " (SELECT id FROM variants WHERE sku = 'PRINT-01') AND stock_location_id ="
        " (SELECT min(id) FROM stock_locations)",
    )
    already = site.shop.number(_SOLD)
    outcome = run(_rushed(address, goods, buyers))
    left = site.shop.number(_ON_HAND)
    sold = site.shop.number(_SOLD) - already
    if (sold, left) != (min(stock, buyers), max(0, stock - buyers)) or sold != outcome.sold:
        raise SoldWrongly(f"{sold} sold ({outcome.sold} told so) and {left} left of {stock}")
    return Sale(
        store=site.store,
        buyers=buyers,
        stock=stock,
        sold=sold,
        refused=outcome.refused,
        left=left,
        seconds=outcome.seconds,
        sold_per_second=sold / outcome.seconds,
        completions_per_second=run(_completed(address, rounds)),
    )


async def _rushed(address: Address, goods: Goods, buyers: int) -> Outcome:
    turn = asyncio.Semaphore(CROWD)

    async def buy() -> bool:
        async with turn:
            return await _bought(Buyer(address, goods))

    began = time.perf_counter()
    bought = await together(buy() for _ in range(buyers))
    return Outcome(sum(bought), bought.count(False), time.perf_counter() - began)


async def _bought(buyer: Buyer) -> bool:
    """Check out; whether there was one left. Any other refusal is raised."""
    try:
        await buyer.check_out()
    except WrongAnswer as refusal:
        if SOLD_OUT not in refusal.answer.body:
            raise
        return False
    finally:
        buyer.connection.close()
    return True


async def _completed(address: Address, rounds: int) -> float:
    """Give how many a second were completed when all of a crowd did so at once."""
    goods = await learned(address)
    crowd = [Buyer(address, goods) for _ in range(CROWD)]
    seconds = 0.0
    for _ in range(rounds):
        await together(_up_to_the_last(buyer) for buyer in crowd)
        began = time.perf_counter()
        await together(buyer.take(COMPLETE) for buyer in crowd)
        seconds += time.perf_counter() - began
    for buyer in crowd:
        buyer.connection.close()
    return rounds * CROWD / seconds


async def _up_to_the_last(buyer: Buyer) -> None:
    for step in STEPS:
        if step is not COMPLETE:
            await buyer.take(step)
