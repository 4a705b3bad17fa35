"""Tax rates: made, changed and removed; the next order of another process is taxed by them."""

import pytest

from tests.support.storefront import ADA, MARYLAND, items

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def named(office, plural, name):
    listed = await office.sees(f"{plural}?q[name_eq]={name}")
    [found] = listed[plural]
    return found["id"]


async def rate(office, **others):
    zone = await named(office, "zones", "North America")
    category = await named(office, "tax_categories", "Standard")
    return {"name": "City tax", "amount": "0.01", "zone_id": zone, "tax_category_id": category} | {
        **others
    }


async def test_a_tax_rate_is_made_changed_and_removed(office):
    form = await rate(office)
    made = await office.makes("tax_rates", tax_rate=form)
    assert made == {
        "id": made["id"],
        **form,
        "included_in_price": False,
        "show_rate_in_label": True,
        "calculator": {"type": "rate", "settings": {}},
    }
    changed = await office.changes(
        f"tax_rates/{made['id']}", tax_rate={"amount": 0.0825, "show_rate_in_label": "0"}
    )
    assert changed == {**made, "amount": "0.0825", "show_rate_in_label": False}
    await office.removes(f"tax_rates/{made['id']}")
    assert (await office.asks("GET", f"tax_rates/{made['id']}")).status_code == 404


@pytest.mark.parametrize(
    "wrong,errors",
    [
        ({"name": ""}, {"name": ["can't be blank"]}),
        ({"amount": "5 %"}, {"amount": ["is not a number"]}),
        ({"amount": "-0.05"}, {"amount": ["must be a share from 0 to 10"]}),
        ({"amount": "20"}, {"amount": ["must be a share from 0 to 10"]}),
        ({"amount": "0.00000001"}, {"amount": ["has more than six decimals"]}),
        ({"zone_id": 999_999}, {"zone_id": ["does not exist"]}),
        ({"tax_category_id": 999_999}, {"tax_category_id": ["does not exist"]}),
        ({"zone_id": "x"}, {"zone_id": ["is not a number"]}),
        (
            {"calculator_type": "magic"},
            {"calculator.type": ["must be one of: rate"]},
        ),
        (
            {"zone_id": 999_999, "tax_category_id": None, "amount": []},
            {
                "amount": ["is not a number"],
                "tax_category_id": ["can't be blank"],
                "zone_id": ["does not exist"],
            },
        ),
    ],
)
async def test_every_attribute_is_refused_by_its_name(office, wrong, errors):
    before = await office.sees("tax_rates")
    assert await office.is_refused("POST", "tax_rates", **await rate(office, **wrong)) == errors
    if "" not in wrong.values():
        id_ = await named(office, "tax_rates", "VAT")
        assert await office.is_refused("PUT", f"tax_rates/{id_}", **wrong) == errors
    assert await office.sees("tax_rates") == before


async def test_only_admins_see_what_a_rate_is_worked_out_by(office):
    id_ = await named(office, "tax_rates", "VAT")
    assert (await office.sees(f"tax_rates/{id_}"))["calculator"]["type"] == "rate"
    assert "calculator" not in (await office.asks("GET", f"tax_rates/{id_}", headers=ADA)).json()


async def test_only_admins_edit_tax_rates(office):
    id_ = await named(office, "tax_rates", "VAT")
    await office.lets_only_admins("tax_rates", id_, **await rate(office))


async def test_a_changed_rate_counts_for_the_next_pricing_in_another_process(two_processes):
    office, there = two_processes
    shopper = await there.shopper_at("delivery")
    assert (await shopper.order())["additional_tax_total"] == "0.8"
    id_ = await named(office, "tax_rates", "Sales tax")
    await office.changes(f"tax_rates/{id_}", amount="0.1")
    changed = await shopper.steps({"order": {"line_items": items(MUG_01=1)}})
    assert changed["additional_tax_total"] == "3.0"
    await office.removes(f"tax_rates/{id_}")
    untaxed = await there.shopper(
        email="a@example.com", line_items=items(TOTE_01=1), bill_address=MARYLAND, use_billing=True
    )
    assert (await untaxed.goes_to("delivery"))["additional_tax_total"] == "0.0"


async def test_what_has_no_tax_category_is_taxed_as_the_default_in_another_process(two_processes):
    office, there = two_processes
    standard = await named(office, "tax_categories", "Standard")
    await office.changes("products/canvas-tote", product={"tax_category_id": None})

    async def tax():
        shopper = await there.shopper(
            email="a@example.com",
            line_items=items(TOTE_01=1),
            bill_address=MARYLAND,
            use_billing=True,
        )
        return (await shopper.goes_to("delivery"))["additional_tax_total"]

    assert await tax() == "0.8"
    food = await office.makes("tax_categories", name="Food", is_default=True)
    assert await tax() == "0.0"
    await office.makes(
        "tax_rates", tax_rate=await rate(office, amount="0.1", tax_category_id=food["id"])
    )
    assert await tax() == "1.6"
    await office.changes(f"tax_categories/{standard}", is_default=True)
    assert await tax() == "0.8"
    await office.changes(f"tax_categories/{standard}", is_default=False)
    assert await tax() == "0.0"
