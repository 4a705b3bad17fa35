"""What rules get to know: the shop, the variants, the buyer."""

from types import SimpleNamespace

import pytest
from sqlalchemy import insert, update

from ringup.domain.promotions.rules.one_per_customer import OnePerCustomer
from ringup.domain.stock import StockLevel
from ringup.domain.variants import Image, OptionValue, Variant
from ringup.persistence import schema
from ringup.persistence.migrate import upgrade
from ringup.persistence.opening import open_store
from ringup.persistence.shop import NoShop
from ringup.services.ports.caller import Caller
from ringup.services.ports.store import Wanted
from tests.persistence.orders import empty, placed_in, replace
from tests.persistence.small_shop import (
    ADA,
    GRACE,
    KEY_HASH,
    LAST_ONE,
    MAIN,
    NOW,
    ONCE_EACH,
    PLAIN,
    REVOKED_HASH,
    UNCOUNTED,
    WEST,
)


async def _facts(store, wanted=None, user_id=None):
    return await store.read(lambda reading: reading.facts(wanted or Wanted(), user_id=user_id))


async def test_a_variant_comes_with_all_that_rules_and_answers_need(store):
    facts = await _facts(store, Wanted(variant_ids=frozenset({PLAIN})))
    assert facts.now == NOW
    assert facts.variants == {
        PLAIN: Variant(
            id=PLAIN,
            product_id=1,
            name="Thing",
            sku="PLAIN",
            slug="thing",
            description="A thing.",
            is_master=True,
            prices={"EUR": 1600, "USD": 1600},
            weight=500,
            tax_category_id=1,
            shipping_category_id=1,
            option_values=(
                OptionValue(
                    id=1,
                    name="S",
                    presentation="Small",
                    option_type_id=1,
                    option_type_name="size",
                    option_type_presentation="Size",
                ),
            ),
            images=(
                Image(id=2, variant_id=PLAIN, url="/first.png", position=1),
                Image(id=1, variant_id=PLAIN, url="/second.png", alt="Side", position=2),
            ),
            taxon_ids=frozenset({1}),
            stock=(
                StockLevel(stock_location_id=MAIN, count_on_hand=1_000),
                StockLevel(stock_location_id=WEST, count_on_hand=10),
            ),
        )
    }


async def test_variants_are_found_by_sku_and_unknown_ones_left_out(store):
    wanted = Wanted(skus=frozenset({"LAST-ONE", "NO-SUCH"}), variant_ids=frozenset({4711}))
    facts = await _facts(store, wanted)
    assert list(facts.variants) == [LAST_ONE]
    assert facts.variant_by_sku("LAST-ONE").prices["USD"] == 1601


async def test_an_order_brings_the_variants_of_its_lines_and_those_asked_for(store):
    order = await store.write(placed_in)
    wanted = Wanted(variant_ids=frozenset({UNCOUNTED}))
    _, facts = await store.read(lambda reading: reading.peek(order.id, wanted))
    assert set(facts.variants) == {PLAIN, UNCOUNTED}
    assert not facts.variants[UNCOUNTED].has_stock_counted


async def test_the_buyer_is_known_with_earlier_orders(store):
    async def complete(transaction):
        order = replace(empty(await transaction.new_order_id()), completed_at=NOW, state="complete")
        owned = replace(order, user_id=ADA, email="ada@EXAMPLE.com")
        return await transaction.save(None, owned, ())

    first = await store.write(complete)
    _, facts = await store.read(lambda reading: reading.peek(first.id, Wanted()))
    assert (facts.buyer.completed_orders, facts.completed_orders_by_email) == (0, 0)
    order = await store.write(placed_in)
    _, facts = await store.read(lambda reading: reading.peek(order.id, Wanted()))
    assert (facts.buyer.completed_orders, facts.completed_orders_by_email) == (1, 1)
    assert facts.buyer.email == "Ada@example.com"


async def test_facts_for_no_order_know_the_user(store):
    facts = await _facts(store, user_id=ADA)
    assert (facts.buyer.id, facts.buyer.store_credit) == (ADA, 500)
    assert (await _facts(store)).buyer is None


async def test_a_caller_is_known_by_the_hash_of_a_key_that_was_not_revoked(store):
    async def callers(reading):
        hashes = (KEY_HASH, REVOKED_HASH, b"?" * 32)
        return [await reading.caller_by_key(key_hash) for key_hash in hashes]

    grace = Caller(user_id=GRACE, email="grace@example.com", admin=True, key_id=1)
    assert await store.read(callers) == [grace, None, None]


async def test_the_users_open_order_is_the_newest_incomplete_one(store):
    async def newest(reading):
        return await reading.open_order_of(ADA)

    assert await store.read(newest) is None
    await store.write(placed_in)
    last = await store.write(placed_in)
    assert await store.read(newest) == last.id

    async def complete(transaction):
        before, _ = await transaction.load(last.id, Wanted())
        await transaction.save(before, replace(before, completed_at=NOW), ())

    await store.write(complete)
    assert await store.read(newest) != last.id


async def test_the_shop_is_read_whole(opened):
    store = await opened({"test": SimpleNamespace(needs_card=True)})
    shop = await store.shop()
    assert shop.store.supported_currencies == ("USD", "EUR")
    assert (shop.country_by_iso("us").id, shop.states[1].abbr) == (1, "MD")
    assert (shop.zones[1].country_ids, shop.zones[1].state_ids) == ({1}, {1})
    assert shop.tax_rates[0].rate == 50_000
    assert shop.shipping_methods[1].calculator.settings == {"amounts": {"USD": 500}}
    assert shop.shipping_methods[1].zone_ids == {1}
    assert (shop.stock_locations[MAIN].default, shop.stock_locations[WEST].default) == (True, False)
    assert set(shop.promotions_by_code) == {"twice", "always"}
    [automatic] = shop.automatic_promotions
    assert (automatic.id, automatic.rules) == (ONCE_EACH, (OnePerCustomer(),))
    methods = shop.payment_methods.values()
    assert [method.needs_card for method in methods] == [True, False]
    assert [method.spends_credit for method in methods] == [False, True]


async def test_a_change_of_the_shop_is_seen_by_every_process_with_its_next_order(opened):
    here, there = await opened(), await opened()
    order = await here.write(placed_in)
    await there.shop()

    async def rename(transaction):
        await transaction.execute(update(schema.zones).values(name="Away"))

    await here.write(rename)
    _, facts = await there.read(lambda reading: reading.peek(order.id, Wanted()))
    assert facts.shop.zones[1].name == "Away"
    assert (await there.shop()) is facts.shop


async def test_an_unchanged_shop_is_not_read_again(store):
    order = await store.write(placed_in)
    seen = [
        (await store.read(lambda reading: reading.peek(order.id, Wanted())))[1].shop
        for _ in range(2)
    ]
    assert seen[0] is seen[1]


async def test_before_a_store_is_set_up_there_is_no_shop(store_url, clock):
    await upgrade(store_url)
    store = await open_store(store_url, clock, {})
    with pytest.raises(NoShop):
        await store.shop()
    await store.close()


async def test_a_changed_price_is_seen_at_once(opened):
    here, there = await opened(), await opened()
    wanted = Wanted(variant_ids=frozenset({PLAIN}))
    await _facts(there, wanted)

    async def reprice(transaction):
        prices = schema.prices
        changed = update(prices).where(prices.c.variant_id == PLAIN, prices.c.currency == "USD")
        await transaction.execute(changed.values(amount=1))
        location = {"id": 3, "name": "Third", "is_default": False, "active": True, "position": 3}
        await transaction.execute(insert(schema.stock_locations), [location])

    await here.write(reprice)
    assert (await _facts(there, wanted)).variants[PLAIN].prices["USD"] == 1
