"""Every row of the demo store's tables, read back as the verbs read it."""

import asyncio
import hashlib
from datetime import timedelta

import pytest

from ringup.cli.loading import loaded
from ringup.domain.stock import StockLevel
from ringup.services.ports.store import Wanted

# SKU, product, USD, EUR, Main, West
ITEMS = [
    ("TOTE-01", "Canvas Tote", 15_99, 14_99, 100_000, 0),
    ("MUG-01", "Enamel Mug", 13_99, 12_99, 100_000, 0),
    ("TEE-S", "Logo T-shirt", 19_99, 18_99, 100_000, 0),
    ("TEE-M", "Logo T-shirt", 19_99, 18_99, 100_000, 0),
    ("TEE-L", "Logo T-shirt", 19_99, 18_99, 100_000, 0),
    ("PRINT-01", "Limited Print", 49_00, 45_00, 10, 0),
    ("CAP-01", "Sold-out Cap", 18_00, 17_00, 0, 0),
    ("COAT-01", "Preorder Coat", 120_00, 110_00, 0, 0),
    ("DESK-01", "Standing Desk", 240_00, 220_00, 500, 0),
    ("LAMP-01", "Desk Lamp", 89_00, 82_00, 0, 500),
    ("BOOK-01", "Field Guide (e-book)", 9_00, 8_00, None, None),
    ("FREE-01", "Sample Chapter (e-book)", 0, 0, None, None),
]


async def variants_of(desk):
    skus = frozenset(item[0] for item in ITEMS)
    facts = await desk.store.read(lambda reading: reading.facts(Wanted(skus=skus)))
    return {variant.sku: variant for variant in facts.variants.values()}


async def test_every_item_has_its_name_and_prices(desk):
    found = await variants_of(desk)
    assert {sku: (v.name, dict(v.prices)) for sku, v in found.items()} == {
        sku: (name, {"USD": usd, "EUR": eur}) for sku, name, usd, eur, _, _ in ITEMS
    }


async def test_every_item_lies_where_it_should(desk):
    shop = await desk.store.shop()
    named = {location.name: location.id for location in shop.stock_locations.values()}
    found = await variants_of(desk)
    for sku, _, _, _, main, west in ITEMS:
        counts = {level.stock_location_id: level.count_on_hand for level in found[sku].stock}
        assert counts == ({} if main is None else {named["Main"]: main, named["West"]: west})


async def test_only_the_coat_is_sold_before_it_is_there(desk):
    found = await variants_of(desk)
    assert [sku for sku, variant in found.items() if variant.backorderable] == ["COAT-01"]
    assert not found["CAP-01"].can_supply(1)
    assert found["PRINT-01"].can_supply(10)
    assert not found["PRINT-01"].can_supply(11)


async def test_only_the_e_books_are_digital(desk):
    found = await variants_of(desk)
    assert {sku for sku, v in found.items() if v.digital} == {"BOOK-01", "FREE-01"}
    assert {sku for sku, v in found.items() if not v.has_stock_counted} == {"BOOK-01", "FREE-01"}
    assert found["FREE-01"].can_supply(1000)


async def test_the_t_shirts_are_three_sizes_of_one_product(desk):
    found = await variants_of(desk)
    tees = [found[f"TEE-{size}"] for size in "SML"]
    assert len({tee.product_id for tee in tees}) == 1
    assert [tee.option_values[0].name for tee in tees] == ["S", "M", "L"]
    assert {tee.option_values[0].option_type_name for tee in tees} == {"size"}
    assert not any(tee.is_master for tee in tees)


async def test_the_master_of_the_t_shirts_is_not_for_sale(desk):
    wanted = Wanted(skus=frozenset({"TEE"}))
    facts = await desk.store.read(lambda reading: reading.facts(wanted))
    [master] = facts.variants.values()
    assert master.is_master
    assert not master.can_supply(1)


async def test_the_store_sells_in_dollars_and_euros(desk):
    store = (await desk.store.shop()).store
    assert (store.default_currency, store.supported_currencies) == ("USD", ("USD", "EUR"))


async def test_the_default_location_is_main(desk):
    shop = await desk.store.shop()
    assert [loc.name for loc in shop.stock_locations.values() if loc.default] == ["Main"]


async def test_the_zones_have_their_members(desk):
    shop = await desk.store.shop()
    members = {
        zone.name: {shop.countries[id_].iso for id_ in zone.country_ids}
        for zone in shop.zones.values()
    }
    assert members["North America"] == {"US", "CA"}
    assert len(members["European Union"]) == 27
    assert set(members) == {"North America", "European Union"}


async def test_every_shipping_method_serves_its_zone_at_its_price(desk):
    shop = await desk.store.shop()
    found = {
        method.name: (
            {shop.zones[id_].name for id_ in method.zone_ids},
            method.calculator.name,
            method.calculator.settings["amounts"]["USD"],
        )
        for method in shop.shipping_methods.values()
    }
    assert found == {
        "Ground": ({"North America"}, "flat_rate", 5_00),
        "Two Day": ({"North America"}, "flat_rate", 10_00),
        "Overnight": ({"North America"}, "flat_rate", 15_00),
        "EU Standard": ({"European Union"}, "flat_rate", 9_00),
    }


async def test_every_tax_is_as_it_should_be(desk):
    shop = await desk.store.shop()
    found = [
        (rate.name, rate.rate, rate.included_in_price, shop.zones[rate.zone_id].name)
        for rate in shop.tax_rates
    ]
    assert sorted(found) == [
        ("Sales tax", 50_000, False, "North America"),
        ("VAT", 200_000, True, "European Union"),
    ]
    category = {rate.tax_category_id for rate in shop.tax_rates}
    assert {v.tax_category_id for v in (await variants_of(desk)).values()} == category


async def test_every_promotion_is_there(desk):
    shop = await desk.store.shop()
    assert set(shop.promotions_by_code) == {"tenoff", "freeship", "oldcode", "once"}
    assert [len(each.rules) for each in shop.automatic_promotions] == [1]
    by_code = shop.promotions_by_code
    assert by_code["once"].usage_limit == 1
    assert by_code["oldcode"].expires_at < desk.clock() - timedelta(days=1)
    assert all(by_code[code].expires_at is None for code in ("tenoff", "freeship", "once"))
    assert all(len(each.actions) == 1 for each in shop.promotions.values())


async def test_every_payment_method_has_its_gateway_and_captures_later(desk):
    shop = await desk.store.shop()
    found = [(m.name, m.gateway, m.auto_capture) for m in shop.payment_methods.values()]
    assert found == [
        ("Credit Card", "test", False),
        ("Check", "manual", False),
        ("Store Credit", "store_credit", False),
    ]
    assert {m.gateway for m in shop.payment_methods.values()} <= desk.gateways.keys()


@pytest.mark.parametrize(
    "key, email, admin",
    [
        ("demo-admin-key", "admin@example.com", True),
        ("demo-customer-key", "ada@example.com", False),
        ("demo-other-key", "grace@example.com", False),
    ],
)
async def test_every_caller_is_known_by_the_hash_of_the_key(desk, key, email, admin):
    key_hash = hashlib.sha256(key.encode()).digest()
    caller = await desk.store.read(lambda reading: reading.caller_by_key(key_hash))
    assert (caller.email, caller.admin) == (email, admin)


@pytest.mark.parametrize("key, credit", [("demo-customer-key", 50_00), ("demo-other-key", 0)])
async def test_only_ada_has_store_credit(desk, key, credit):
    key_hash = hashlib.sha256(key.encode()).digest()
    caller = await desk.store.read(lambda reading: reading.caller_by_key(key_hash))
    facts = await desk.store.read(lambda r: r.facts(Wanted(), user_id=caller.user_id))
    assert facts.buyer.store_credit == credit


async def test_maryland_is_there_and_no_location_is_unknown(desk):
    shop = await desk.store.shop()
    states = {state.abbr for state in shop.states.values() if _is_of(shop, state, "US")}
    assert "MD" in states
    levels = [level for v in (await variants_of(desk)).values() for level in v.stock]
    assert all(isinstance(level, StockLevel) for level in levels)
    assert {level.stock_location_id for level in levels} == shop.stock_locations.keys()


def _is_of(shop, state, iso):
    return shop.countries[state.country_id].iso == iso


def test_loading_it_again_changes_nothing(demo_url):
    assert asyncio.run(loaded(demo_url)) is False
