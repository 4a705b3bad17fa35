"""Promotions with their rules and actions: made, changed, removed, and what the next cart gets."""

import pytest
from sqlalchemy import update

from ringup.persistence.schema import promotion_actions
from tests.support.storefront import MARYLAND, items

pytestmark = pytest.mark.asyncio(loop_scope="module")

HALF = {"type": "percent_off_lines", "settings": {"rate": 500_000}}


def plugins(shown):
    return [(each["type"], each["settings"]) for each in shown]


async def test_a_promotion_is_made_changed_and_removed(office):
    made = await office.makes(
        "promotions",
        promotion={
            "name": "Half",
            "code": "HALF",
            "starts_at": "2026-01-01T00:00:00Z",
            "promotion_rules_attributes": [
                {"type": "item_total", "settings": {"minimum": {"USD": "1000"}}}
            ],
            "promotion_actions_attributes": {"0": HALF},
        },
    )
    assert (made["code"], made["match_policy"], made["usage_limit"]) == ("HALF", "all", None)
    assert made["starts_at"] == "2026-01-01T00:00:00.000Z"
    assert plugins(made["promotion_rules"]) == [
        ("item_total", {"minimum": {"USD": 1000}, "maximum": {}})
    ]
    path = f"promotions/{made['id']}"
    [rule], [action] = made["promotion_rules"], made["promotion_actions"]

    changed = await office.changes(
        path,
        match_policy="any",
        promotion_rules=[{"type": "first_order"}],
        promotion_actions=[{"id": action["id"], "settings": {"rate": 250_000}}],
    )
    assert changed["match_policy"] == "any"
    assert changed["promotion_rules"][0] == rule
    assert plugins(changed["promotion_rules"][1:]) == [("first_order", {})]
    [kept] = changed["promotion_actions"]
    assert (kept["id"], kept["settings"]["rate"]) == (action["id"], 250_000)

    fewer = await office.changes(path, promotion_rules=[{"id": rule["id"], "_destroy": "1"}])
    assert plugins(fewer["promotion_rules"]) == [("first_order", {})]
    assert fewer["promotion_actions"] == changed["promotion_actions"]

    emptied = await office.changes(path, starts_at=None, code=None)
    assert (emptied["starts_at"], emptied["code"]) == (None, None)
    await office.removes(path)
    assert (await office.asks("GET", path)).status_code == 404


async def test_a_removed_promotion_leaves_its_code_to_another(office):
    first = await office.makes("promotions", name="One", code="Straße")
    taken = {"code": ["has already been taken"]}
    assert await office.is_refused("POST", "promotions", name="Two", code="STRASSE") == taken
    await office.removes(f"promotions/{first['id']}")
    await office.removes(
        f"promotions/{(await office.makes('promotions', name='x', code='STRASSE'))['id']}"
    )


@pytest.mark.parametrize(
    "wrong,errors",
    [
        ({"name": ""}, {"name": ["can't be blank"]}),
        ({"code": "tenoff"}, {"code": ["has already been taken"]}),
        ({"code": " X"}, {"code": ["must not begin or end with a blank"]}),
        (
            {"starts_at": "tomorrow"},
            {"starts_at": ["is not a time, such as 2026-11-23T10:00:00Z"]},
        ),
        (
            {"starts_at": "2026-02-01", "expires_at": "2026-01-01"},
            {"expires_at": ["must be later than starts_at"]},
        ),
        ({"usage_limit": 0}, {"usage_limit": ["must be greater than or equal to 1"]}),
        ({"match_policy": "most"}, {"match_policy": ["must be one of: all, any"]}),
        (
            {"promotion_actions": [{"type": "give_everything"}, {"settings": {}}]},
            {
                "promotion_actions.type": [
                    (
                        "must be one of: amount_off_lines, amount_off_order, buy_x_get_y, "
                        "free_shipping, percent_off_lines, percent_off_order"
                    ),
                    "can't be blank",
                ]
            },
        ),
        (
            {"promotion_actions": [{"type": "percent_off_order", "settings": {"rate": 0}}]},
            {"promotion_actions.settings": ["do not fit: Expected `int` >= 1 - at `rate`"]},
        ),
        (
            {"promotion_rules": [{"type": "item_total", "settings": {"minimum": {"USD": 2**70}}}]},
            {"promotion_rules.settings": ["do not fit: no number may be as large as that"]},
        ),
        (
            {"promotion_rules": [{"type": "product", "settings": {"product_ids": [999_999]}}]},
            {"promotion_rules.settings.product_ids": ["does not exist"]},
        ),
        ({"promotion_rules": [{"id": 1, **HALF}]}, {"promotion_rules.id": ["does not exist"]}),
    ],
)
async def test_every_attribute_is_refused_by_its_name(office, wrong, errors):
    before = await office.sees("promotions")
    assert await office.is_refused("POST", "promotions", **{"name": "x", **wrong}) == errors
    assert await office.sees("promotions") == before


async def test_another_promotion_s_rules_are_not_touched(office):
    [mine] = (await office.sees("promotions?q[code_eq]=TENOFF"))["promotions"]
    [theirs] = (await office.sees("promotions?q[code_eq]=FREESHIP"))["promotions"]
    stolen = [{"id": theirs["promotion_rules"][0]["id"], "_destroy": True}]
    errors = await office.is_refused("PUT", f"promotions/{mine['id']}", promotion_rules=stolen)
    assert errors == {"promotion_rules.id": ["does not exist"]}
    assert await office.sees(f"promotions/{theirs['id']}") == theirs


async def test_only_admins_edit_promotions(office):
    made = await office.makes("promotions", name="Ours")
    await office.lets_only_admins("promotions", made["id"], name="Theirs")


async def test_spree_s_rules_and_actions_are_understood_by_the_next_cart(two_processes):
    office, there = two_processes
    made = await office.makes(
        "promotions",
        promotion={
            "name": "Five off",
            "code": "FIVE",
            "promotion_rules_attributes": [
                {
                    "type": "Spree::Promotion::Rules::ItemTotal",
                    "preferred_amount_min": "15.00",
                    "preferred_currency": "USD",
                }
            ],
            "promotion_actions_attributes": [
                {
                    "type": "Spree::Promotion::Actions::CreateAdjustment",
                    "calculator_type": "Spree::Calculator::FlatRate",
                    "calculator_attributes": {"preferred_amount": "5.0"},
                }
            ],
        },
    )
    assert plugins(made["promotion_actions"]) == [("amount_off_order", {"amounts": {"USD": 500}})]
    shopper = await there.shopper(email="a@example.com", line_items=items(TOTE_01=1))
    order = await shopper.steps({"order": {"coupon_code": "five"}})
    assert order["promo_total"] == "-5.0"
    [action] = made["promotion_actions"]
    percent = {"type": "percent_off_order", "settings": {"rate": 100_000}}
    await office.changes(
        f"promotions/{made['id']}", promotion_actions=[{"id": action["id"], **percent}]
    )
    order = await shopper.steps({"order": {"bill_address": MARYLAND, "use_billing": True}})
    assert order["promo_total"] == "-1.6"


async def test_a_limit_that_comes_late_counts_what_was_used_before(two_processes):
    office, there = two_processes
    [promotion] = (await office.sees("promotions?q[code_eq]=TENOFF"))["promotions"]
    path = f"promotions/{promotion['id']}"
    for _ in range(2):
        await (await there.shopper_at("payment", coupon_code="TENOFF")).goes_to("complete")
    too_few = {"usage_limit": ["must be at least 2, as often as it was used"]}
    assert await office.is_refused("PUT", path, usage_limit=1, name="Never") == too_few
    assert await office.sees(path) == promotion
    assert (await office.changes(path, usage_limit=2))["usage_limit"] == 2
    late = await there.shopper(email="a@example.com", line_items=items(TOTE_01=1))
    answer = await late.puts({"order": {"coupon_code": "TENOFF"}})
    assert (answer.status_code, answer.json()["code"]) == (422, "coupon_usage_limit")
    await office.changes(path, usage_limit=3)
    assert (await late.puts({"order": {"coupon_code": "TENOFF"}})).is_success


async def test_a_promotion_that_is_broken_gives_nothing_and_the_shop_goes_on(two_processes):
    office, there = two_processes
    [mugs] = (await office.sees("promotions?q[code_null]=1"))["promotions"]

    async def broken(transaction):
        await transaction.execute(update(promotion_actions).values(name="gone"))

    await office.storefront.desk.store.write(broken)
    order = await (await there.shopper(line_items=items(MUG_01=3))).order()
    assert order["promo_total"] == "0.0"
    [shown] = (await office.sees(f"promotions/{mugs['id']}"))["promotion_actions"]
    assert shown["type"] == "gone"
    [action] = mugs["promotion_actions"]
    await office.changes(f"promotions/{mugs['id']}", promotion_actions=[action])
    order = await (await there.shopper(line_items=items(MUG_01=3))).order()
    assert order["promo_total"] == "-6.0"
