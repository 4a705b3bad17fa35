"""Reasons for returns: made, changed and removed by admins, and seen by them alone."""

import pytest

from tests.support.storefront import ADA, NOBODY

pytestmark = pytest.mark.asyncio(loop_scope="module")

PLURAL = "return_authorization_reasons"


async def test_a_reason_is_made_changed_and_removed(office):
    made = await office.makes(
        PLURAL, return_authorization_reason={"name": "Regretted", "restocking_fee_rate": "0.15"}
    )
    assert made == {"id": made["id"], "name": "Regretted", "restocking_fee_rate": "0.15"}
    path = f"{PLURAL}/{made['id']}"
    changed = await office.changes(path, name="Not wanted")
    assert changed == {**made, "name": "Not wanted"} == await office.sees(path)
    listed = (await office.sees(f"{PLURAL}?q[name_eq]=Not wanted"))[PLURAL]
    assert listed == [changed]
    await office.removes(path)
    assert (await office.asks("GET", path)).status_code == 404


async def test_the_shop_keeps_nothing_unless_it_says_so(office):
    made = await office.makes(PLURAL, name="Late")
    assert made["restocking_fee_rate"] == "0.0"


@pytest.mark.parametrize(
    "form, errors",
    [
        ({}, {"name": ["can't be blank"]}),
        ({"name": "DAMAGED goods"}, {"name": ["has already been taken"]}),
        (
            {"name": "x", "restocking_fee_rate": "1.01"},
            {"restocking_fee_rate": ["must be a share from 0 to 1"]},
        ),
        (
            {"name": "x", "restocking_fee_rate": "-0.1"},
            {"restocking_fee_rate": ["must be a share from 0 to 1"]},
        ),
        (
            {"name": "x", "restocking_fee_rate": "0.1234567"},
            {"restocking_fee_rate": ["has more than six decimals"]},
        ),
        (
            {"name": "x", "restocking_fee_rate": "much"},
            {"restocking_fee_rate": ["is not a number"]},
        ),
    ],
)
async def test_what_is_wrong_is_named(office, form, errors):
    if not (await office.sees(f"{PLURAL}?q[name_eq]=Damaged goods"))[PLURAL]:
        await office.makes(PLURAL, name="Damaged goods")
    before = await office.sees(PLURAL)
    assert await office.is_refused("POST", PLURAL, **form) == errors
    assert await office.sees(PLURAL) == before


async def test_only_admins_see_and_edit_reasons(office):
    [first, *_] = (await office.sees(PLURAL))[PLURAL]
    await office.lets_only_admins(PLURAL, first["id"], name="Theirs")
    for headers in (ADA, NOBODY):
        for path in (PLURAL, f"{PLURAL}/{first['id']}"):
            assert (await office.asks("GET", path, headers=headers)).status_code == 401
