"""Payment methods: their gateway is one that is installed, and takes the settings they have."""

import pytest

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_a_payment_method_is_made_changed_and_removed(office):
    made = await office.makes(
        "payment_methods", payment_method={"name": "Cheque", "type": "Spree::PaymentMethod::Check"}
    )
    assert made == {
        "id": made["id"],
        "name": "Cheque",
        "description": None,
        "method_type": "check",
    }
    path = f"payment_methods/{made['id']}"
    changed = await office.changes(path, description="By post", auto_capture=True)
    assert changed == {**made, "description": "By post"}
    await office.removes(path)
    assert (await office.asks("GET", path)).status_code == 404


@pytest.mark.parametrize(
    "form,errors",
    [
        ({}, {"name": ["can't be blank"], "gateway": ["can't be blank"]}),
        (
            {"name": "x", "gateway": "nobody"},
            {"gateway": ["must be one of: gift_card, manual, store_credit, test"]},
        ),
        (
            {"name": "x", "gateway": "test", "settings": {"ledger": "/etc/passwd"}},
            {"settings": ["do not fit: Object contains unknown field `ledger`"]},
        ),
        ({"name": "x", "gateway": "test", "settings": 3}, {"settings": ["must be an object"]}),
        (
            {"name": "x", "gateway": "manual", "active": "soon"},
            {"active": ["must be true or false"]},
        ),
    ],
)
async def test_every_attribute_is_refused_by_its_name(office, form, errors):
    before = await office.sees("payment_methods")
    assert await office.is_refused("POST", "payment_methods", **form) == errors
    assert await office.sees("payment_methods") == before


async def test_only_admins_edit_payment_methods(office):
    [first] = (await office.sees("payment_methods?per_page=1"))["payment_methods"]
    await office.lets_only_admins("payment_methods", first["id"], name="x", gateway="manual")


async def test_what_is_not_active_is_not_offered_and_pays_nothing(two_processes):
    office, there = two_processes
    check = office.ids.payment_methods["Check"]
    await office.changes(f"payment_methods/{check}", active=False)
    shopper = await there.shopper_at("payment")
    names = [each["name"] for each in (await shopper.order())["payment_methods"]]
    assert "Check" not in names
    answer = await shopper.puts(office.ids.payment_by("Check"))
    assert (answer.status_code, answer.json()["code"]) == (422, "payment_method_not_found")
    shown = await office.asks("GET", "payment_methods", headers={})
    assert "Check" not in [each["name"] for each in shown.json()["payment_methods"]]
    assert (await office.changes(f"payment_methods/{check}", active=True))["name"] == "Check"
    assert (await shopper.puts(office.ids.payment_by("Check"))).is_success


async def test_an_order_keeps_the_method_it_was_paid_by(two_processes):
    office, there = two_processes
    shopper = await there.shopper_at("payment")
    await shopper.steps(office.ids.payment_by("Check"))
    await shopper.goes_to("complete")
    await office.removes(f"payment_methods/{office.ids.payment_methods['Check']}")
    [payment] = (await shopper.order())["payments"]
    assert payment["payment_method"]["name"] == "Check"
