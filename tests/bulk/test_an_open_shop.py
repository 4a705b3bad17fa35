"""What is imported can be bought a moment later, in a shop that is open meanwhile."""

import asyncio

import pytest

from ringup.bulk.importing import Around, Task, import_file
from ringup.cli.loading import now
from ringup.persistence.connecting import connected
from ringup.persistence.schema import metadata
from tests.support.demo_stores import demo_store, demo_templates  # noqa: F401 - fixtures
from tests.support.storefront import ledger_beside, open_storefront


@pytest.fixture(scope="module", autouse=True)
def _ledger(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patching:
        for name, value in ledger_beside(tmp_path_factory.mktemp("ledger")).items():
            patching.setenv(name, value)
        yield


@pytest.fixture
def takes(demo_store, tmp_path):  # noqa: F811
    def take(kind, content):
        file = tmp_path / f"{kind}.csv"
        file.write_text(content)
        told: list[object] = []
        around = Around(
            tables=metadata.tables,
            clock=now,
            resume=lambda _: None,
            tell=told.append,
            advance=lambda _: None,
        )
        task = Task(kind=kind, file=file)
        asyncio.run(connected(demo_store, lambda c: import_file(c, task, around)))
        assert told == []

    return lambda kind, content: asyncio.to_thread(take, kind, content)


async def test_it_sells_what_was_imported_at_the_new_price(demo_store, takes):  # noqa: F811
    async with open_storefront(demo_store) as shop:
        await shop.shopper(line_items=[{"sku": "TOTE-01", "quantity": 1}])
        await takes("products", "slug,name,sku\nlamp,Lamp,LAMP\n")
        await takes("prices", "sku,currency,amount\nLAMP,USD,25\nTOTE-01,USD,17.50\n")
        await takes("stock", "sku,count_on_hand\nLAMP,2\n")
        lines = [{"sku": "LAMP", "quantity": 2}, {"sku": "TOTE-01", "quantity": 1}]
        buyer = await shop.shopper(line_items=lines)
        assert (await buyer.order())["item_total"] == "67.5"
        refused = await buyer.asks(
            "POST", f"orders/{buyer.number}/line_items", {"line_item": {"sku": "LAMP"}}
        )
        assert refused.status_code == 422
