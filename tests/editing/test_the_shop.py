"""A store's own name and currencies are changed."""

import pytest

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_the_shop_is_renamed_and_sells_in_another_currency(two_processes):
    office, there = two_processes
    [shop] = (await office.sees("stores"))["stores"]
    changed = await office.changes(
        f"stores/{shop['id']}", store={"name": "Ours", "supported_currencies": "usd, EUR,JPY"}
    )
    assert changed == {**shop, "name": "Ours", "supported_currencies": "USD,EUR,JPY"}
    shopper = await there.shopper(currency="JPY")
    assert (await shopper.order())["currency"] == "JPY"


@pytest.mark.parametrize(
    "form,errors",
    [
        ({"name": ""}, {"name": ["can't be blank"]}),
        (
            {"default_currency": "JPY"},
            {"default_currency": ["must be one of the supported currencies"]},
        ),
        (
            {"supported_currencies": "USD,Dollars"},
            {"supported_currencies": ["must be codes of three letters, such as USD: DOLLARS"]},
        ),
        ({"mail_from_address": "nobody"}, {"mail_from_address": ["is not a mail address"]}),
    ],
)
async def test_every_attribute_is_refused_by_its_name(office, form, errors):
    before = await office.sees("stores")
    id_ = before["stores"][0]["id"]
    assert await office.is_refused("PUT", f"stores/{id_}", **form) == errors
    assert await office.sees("stores") == before
