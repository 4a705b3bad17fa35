"""What an index knows of orders finds the same ones as looking at each of them."""

import asyncio
from datetime import timedelta

import pytest
import pytest_asyncio

from ringup.cli.loading import within
from ringup.domain.order import number_of
from ringup.persistence import schema
from ringup.persistence.search.shelving import page_of
from ringup.services.searchable import SEARCHABLE
from ringup.services.searching import Listing
from ringup.services.shelves import KeptOrder
from ringup.wire.spree.store.ransack import read_search
from tests.support.stocked import NOW, looking, stock

LIVES = {
    "cart": ("cart", None, None),
    "confirming": ("confirm", None, None),
    "wrapping": ("gift_wrap", None, None),
    "to_pay": ("complete", "balance_due", "pending"),
    "to_ship": ("complete", "paid", "ready"),
    "shipped": ("complete", "paid", "shipped"),
    "virtual": ("complete", "paid", None),
    "canceled": ("canceled", "void", "canceled"),
    "resumed": ("resumed", "paid", "ready"),
    "returned": ("returned", "credit_owed", "shipped"),
}
"""State, payment state and shipment state of an order of each kind."""

PLACED = {name for name, (_, payment, _) in LIVES.items() if payment}


async def with_lives(url):
    await stock(url)
    rows = [_row(number, *life) for number, life in enumerate(LIVES.items(), 1)]
    await within(url, lambda connection: connection.execute(schema.orders.insert(), rows))


def _row(number, name, life):
    state, payment, shipment = life
    placed = NOW - timedelta(hours=number) if payment else None
    zeros = ("item_total", "ship_total", "adjustment_total", "promo_total", "total")
    more = ("included_tax_total", "additional_tax_total", "payment_total", "last_child")
    return {
        **dict.fromkeys((*zeros, *more, "events_count"), 0),
        **dict.fromkeys(("placing", "imported", "considered_risky"), False),
        "id": number,
        "number": number_of(number),
        "version": 1,
        "store_id": 1,
        "state": state,
        "payment_state": payment,
        "shipment_state": shipment,
        "email": f"{name.title()}@Example.com",
        "email_folded": f"{name}@example.com",
        "currency": "USD",
        "channel": "test",
        "metadata": {},
        "token_hash": b"",
        "events_hash": b"",
        "created_at": NOW,
        "updated_at": NOW,
        "completed_at": placed,
        "canceled_at": NOW if state == "canceled" else None,
    }


@pytest.fixture(scope="module")
def lived_sqlite(tmp_path_factory):
    url = f"sqlite:///{tmp_path_factory.mktemp('lived') / 'store.db'}"
    asyncio.run(with_lives(url))
    return url


@pytest.fixture(scope="module")
def lived_postgres(request):
    with request.getfixturevalue("postgres").database() as url:
        asyncio.run(with_lives(url))
        yield url


@pytest.fixture(params=["sqlite", "postgres"])
def lived_url(request):
    return request.getfixturevalue(f"lived_{request.param}")


@pytest_asyncio.fixture
async def lives(lived_url):
    async with looking(lived_url) as look:
        yield look


async def found(lives, **given):
    listing = Listing(search=read_search(given, SEARCHABLE[KeptOrder]))
    page = await page_of(lives, KeptOrder, listing)
    assert page.total_count == len(page.rows)
    return [str(each.order.email).partition("@")[0].lower() for each in page.rows]


SEARCHES = [
    ({"state_eq": "cart"}, {"cart"}),
    ({"state_eq": "gift_wrap"}, {"wrapping"}),
    ({"state_eq": "complete"}, {"to_pay", "to_ship", "shipped", "virtual"}),
    ({"state_eq": "canceled"}, {"canceled"}),
    ({"state_in": ["canceled", "returned"]}, {"canceled", "returned"}),
    ({"state_in": ["cart", "returned"]}, {"cart", "returned"}),
    ({"state_not_eq": "complete"}, LIVES.keys() - {"to_pay", "to_ship", "shipped", "virtual"}),
    ({"state_not_in": ["cart", "confirm"]}, LIVES.keys() - {"cart", "confirming"}),
    ({"state_start": "c"}, {"cart", "confirming", *(PLACED - {"resumed", "returned"})}),
    ({"payment_state_eq": "paid"}, {"to_ship", "shipped", "virtual", "resumed"}),
    ({"payment_state_eq": "balance_due"}, {"to_pay"}),
    ({"payment_state_not_eq": "paid"}, {"to_pay", "canceled", "returned"}),
    ({"payment_state_not_eq": "void"}, PLACED - {"canceled"}),
    ({"payment_state_in": ["paid", "void"]}, PLACED - {"to_pay", "returned"}),
    ({"payment_state_in": ["balance_due", "void"]}, {"to_pay", "canceled"}),
    ({"payment_state_not_in": ["paid", "void"]}, {"to_pay", "returned"}),
    ({"payment_state_null": "1"}, LIVES.keys() - PLACED),
    ({"payment_state_null": "0"}, PLACED),
    ({"shipment_state_eq": "ready"}, {"to_ship", "resumed"}),
    ({"shipment_state_eq": "shipped"}, {"shipped", "returned"}),
    ({"shipment_state_not_eq": "shipped"}, {"to_pay", "to_ship", "canceled", "resumed"}),
    ({"shipment_state_blank": "1"}, {"cart", "confirming", "wrapping", "virtual"}),
    ({"completed_at_not_null": "1"}, PLACED),
    ({"completed_at_null": "1"}, LIVES.keys() - PLACED),
    ({"canceled_at_not_null": "1"}, {"canceled"}),
    ({"email_eq": "Cart@Example.com"}, {"cart"}),
    ({"email_eq": "cart@example.com"}, set()),
    ({"email_in": ["Cart@Example.com", "Shipped@Example.com"]}, {"cart", "shipped"}),
    ({"email_not_eq": "Cart@Example.com"}, LIVES.keys() - {"cart"}),
    ({"email_cont": "SHIP"}, {"to_ship", "shipped"}),
    ({"email_start": "SHIP"}, {"shipped"}),
    ({"email_end": "PED@example.COM"}, {"shipped"}),
    ({"email_cont": "o_pay"}, {"to_pay"}),
    ({"email_cont": "t%pay"}, set()),
    ({"number_eq": number_of(1)}, {"cart"}),
    ({"number_eq": number_of(1).lower()}, set()),
    ({"number_eq": "R000000000"}, set()),
    ({"number_eq": "nonsense"}, set()),
    ({"number_in": [number_of(2), "nonsense", number_of(3)]}, {"confirming", "wrapping"}),
    ({"number_not_eq": number_of(1)}, LIVES.keys() - {"cart"}),
    ({"number_cont": number_of(1)}, {"cart"}),
    ({"number_start": number_of(1).lower()}, {"cart"}),
    ({"number_cont": number_of(1)[2:]}, {"cart", "returned"}),
    ({"number_gteq": "R000000000"}, set(LIVES)),
    ({"number_or_email_cont": number_of(1)}, {"cart"}),
    ({"number_or_email_cont": "wrap"}, {"wrapping"}),
    ({"state_or_channel_eq": "test"}, set(LIVES)),
]


@pytest.mark.parametrize("given,wanted", SEARCHES, ids=[str(given) for given, _ in SEARCHES])
async def test_orders_are_found_in_whatever_state_they_are(lives, given, wanted):
    assert set(await found(lives, **given)) == set(wanted)


async def test_equal_times_are_told_apart_by_ids_in_the_same_direction(lives):
    assert await found(lives) == list(LIVES)[::-1]
    assert await found(lives, s="created_at desc") == list(LIVES)[::-1]
    assert await found(lives, s="created_at") == list(LIVES)


async def test_the_placed_come_by_date_and_the_others_where_there_is_none(lives):
    by_date = [name for name in LIVES if name in PLACED]
    open_ones = [name for name in LIVES if name not in PLACED]
    assert await found(lives, s="completed_at desc") == [*open_ones[::-1], *by_date]
    placed = await found(lives, s="completed_at desc", completed_at_not_null="1")
    assert placed == by_date
    assert await found(lives, s="completed_at") == [*by_date[::-1], *open_ones]
