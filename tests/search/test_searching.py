"""What a search finds is the same on both databases."""

import pytest

from ringup.domain.geography import Country, State
from ringup.domain.methods import PaymentMethod
from ringup.persistence.search.shelving import page_of
from ringup.services.searchable import SEARCHABLE
from ringup.services.searching import Listing
from ringup.services.shelves import Product, StockItem, StoredVariant, User
from ringup.wire.spree.store.ransack import read_search


async def found(look, kind, per_page=100, **given):
    search = read_search(given, SEARCHABLE[kind])
    return await page_of(look, kind, Listing(per_page=per_page, search=search))


async def names(look, **given):
    return [product.name for product in (await found(look, Product, **given)).rows]


async def skus(look, **given):
    page = await found(look, StoredVariant, **given)
    return [stored.variant.sku for stored in page.rows]


async def test_equal_is_exact(look):
    assert await skus(look, sku_eq="TOTE-01") == ["TOTE-01"]
    assert await skus(look, sku_eq="tote-01") == []


async def test_contains_starts_and_ends_take_either_case(look):
    assert await skus(look, sku_cont="ug-") == ["MUG-01"]
    assert await skus(look, sku_i_cont="UG-") == ["MUG-01"]
    assert await skus(look, sku_start="mug") == ["MUG-01"]
    assert await skus(look, sku_start="ug") == []
    assert await skus(look, sku_end="-s") == ["TEE-S"]


@pytest.mark.parametrize("typed", ["ångström", "ÅNGSTRÖM", "gström r"])
async def test_letters_beyond_ascii_have_their_cases_too(look, typed):
    assert await names(look, name_cont=typed) == ["Ångström Ruler"]


@pytest.mark.parametrize(
    "typed,name",
    [
        ("100%", "100% Wool_Scarf"),
        ("l_s", "100% Wool_Scarf"),
        ("k\\s", "back\\slash"),
        ("0%w", None),
        ("l%s", None),
        ("W__l", None),
    ],
)
async def test_wildcards_mean_themselves(look, typed, name):
    assert await names(look, name_cont=typed) == ([name] if name else [])


async def test_a_quote_is_a_letter(look):
    assert await names(look, name_cont="'; DROP TABLE products; --") == []


async def test_a_users_mail_address_is_exact_when_equal_and_in_either_case_when_contained(look):
    async def users(**given):
        return [user.email for user in (await found(look, User, **given)).rows]

    assert await users(email_eq="ada@example.com") == ["ada@example.com"]
    assert await users(email_eq="ADA@example.com") == []
    assert await users(email_in=["ada@example.com", "ADA@example.com"]) == ["ada@example.com"]
    assert await users(email_cont="DA@EX") == ["ada@example.com"]
    assert "ada@example.com" not in await users(email_not_eq="ada@example.com")


async def test_not_equal_leaves_one_out(look):
    everything = await names(look)
    assert await names(look, name_not_eq="Canvas Tote") == [
        n for n in everything if n != "Canvas Tote"
    ]


async def test_any_of_some(look):
    assert await skus(look, sku_in=["MUG-01", "TOTE-01"]) == ["TOTE-01", "MUG-01"]
    assert await skus(look, sku_in={"0": "MUG-01"}) == ["MUG-01"]
    assert "MUG-01" not in await skus(look, sku_not_in=["MUG-01", "TOTE-01"])


async def test_joined_attributes_share_a_value(look):
    assert await names(look, name_or_slug_cont="odd-2") == ["100% Wool_Scarf"]
    assert await names(look, name_and_slug_cont="mug") == ["Enamel Mug"]


async def test_numbers_are_compared(look):
    page = await found(look, StockItem, count_on_hand_gt="500")
    assert {item.level.count_on_hand for item in page.rows} == {100000}
    at_least = await found(look, StockItem, count_on_hand_gteq=500)
    assert at_least.total_count == page.total_count + 2
    below = await found(look, StockItem, count_on_hand_lt=10)
    assert {item.level.count_on_hand for item in below.rows} == {0}
    assert (
        await found(look, StockItem, count_on_hand_lteq=10)
    ).total_count == below.total_count + 1


async def test_times_are_compared(look):
    assert await names(look, created_at_gt="2026-11-25T10:00:00Z") == ["back\\slash"]
    assert await names(look, created_at_gteq="2026-11-25T11:00:00+01:00") == [
        "100% Wool_Scarf",
        "back\\slash",
    ]


async def test_yes_and_no(look):
    assert await skus(look, is_master_true="1", sku_start="TEE-") == []
    assert await skus(look, is_master_false="1", sku_start="TEE-") == ["TEE-S", "TEE-M", "TEE-L"]
    assert await skus(look, is_master_eq="false", sku_start="TEE-") == ["TEE-S", "TEE-M", "TEE-L"]
    assert await skus(look, is_master_true="0", sku_start="TEE-") == ["TEE-S", "TEE-M", "TEE-L"]


async def test_absent_and_blank(look):
    odd = ["Ångström Ruler", "100% Wool_Scarf", "back\\slash"]
    assert await names(look, shipping_category_id_null="1", slug_start="odd") == odd
    assert await names(look, shipping_category_id_null="0", slug_start="odd") == []
    assert await names(look, shipping_category_id_not_null="true", slug_start="odd") == []
    assert await names(look, description_blank="1", slug_start="odd") == odd
    assert await names(look, name_present="1", slug_start="odd") == odd


async def test_an_association_is_asked_without_making_rows_twice(look):
    assert await names(look, variants_sku_cont="TEE") == ["Logo T-shirt"]
    page = await found(look, Product, variants_sku_cont="TEE")
    assert page.total_count == 1
    assert await names(look, master_sku_eq="MUG-01") == ["Enamel Mug"]
    assert await names(look, variants_including_master_sku_in=["MUG-01", "TEE-S"]) == [
        "Enamel Mug",
        "Logo T-shirt",
    ]
    assert await names(look, taxons_name_eq="Oak") == ["Standing Desk"]


async def test_the_negation_of_an_association_is_that_none_fits(look):
    assert "Logo T-shirt" not in await names(look, variants_including_master_sku_not_eq="TEE-S")
    assert "Standing Desk" not in await names(look, taxons_id_null="1")
    assert await names(look, taxons_name_not_null="1", name_eq="Standing Desk") == ["Standing Desk"]


async def test_a_variant_is_found_by_its_product(look):
    assert await skus(look, product_name_cont="t-shirt", is_master_false="1") == [
        "TEE-S",
        "TEE-M",
        "TEE-L",
    ]


async def test_states_are_found_by_their_country(look):
    page = await found(look, State, country_iso_eq="US", abbr_eq="MD")
    assert [state.name for state in page.rows] == ["Maryland"]


async def test_rows_come_in_the_order_asked_for(look):
    assert (await skus(look, s="sku desc", sku_start="TEE-")) == ["TEE-S", "TEE-M", "TEE-L"]
    assert (await skus(look, s="product_name asc, sku", sku_in=["TOTE-01", "TEE-M", "TEE-L"])) == [
        "TOTE-01",
        "TEE-L",
        "TEE-M",
    ]
    assert (await skus(look, s=["product_name desc"], sku_in=["TOTE-01", "MUG-01"])) == [
        "MUG-01",
        "TOTE-01",
    ]


async def test_letters_are_sorted_without_regard_to_case_and_alike_on_both(look):
    sorted_names = await names(look, s="name")
    assert sorted_names == sorted(sorted_names, key=str.lower)


async def test_what_is_absent_comes_last_and_first_backwards(look):
    forwards = await names(look, s="shipping_category_id asc, id")
    backwards = await names(look, s="shipping_category_id desc, id")
    assert forwards[-1] == "back\\slash"
    assert "Ångström Ruler" in backwards[:8]


async def test_conditions_all_hold(look):
    assert await names(look, name_cont="mug", slug_cont="tote") == []


async def test_a_blank_condition_is_none(look):
    everything = await names(look)
    assert await names(look, name_cont="", slug_in=["", None]) == everything


async def test_users_and_methods_can_be_searched(look):
    page = await found(look, User, email_start="ADA")
    assert [user.email for user in page.rows] == ["ada@example.com"]
    methods = await found(look, PaymentMethod, name_eq="Check")
    assert [method.name for method in methods.rows] == ["Check"]
    countries = await found(look, Country, name_cont="united st", states_name_eq="Maryland")
    assert [country.iso for country in countries.rows] == ["US"]
