"""Two who ship at once, and one who ships while another cancels."""

import asyncio

import pytest

from tests.shipments.selling import admin, shipment_of, sold, told

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_of_many_who_ship_at_once_one_ships(storefront):
    shopper = await sold(storefront)
    path = f"shipments/{(await shipment_of(shopper))['id']}/ship"
    answers = await asyncio.gather(*(admin(shopper, "PUT", path) for _ in range(8)))
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.json()["shipped_at"] for answer in answers}) == 1
    assert len(await told(shopper, "shipment.shipped")) == 1


async def test_of_one_who_ships_and_one_who_cancels_exactly_one_wins(storefront):
    for _ in range(4):
        shopper = await sold(storefront)
        shipment = await shipment_of(shopper)
        shipped, canceled = await asyncio.gather(
            admin(shopper, "PUT", f"shipments/{shipment['id']}/ship"),
            admin(shopper, "PUT", f"orders/{shopper.number}/cancel"),
        )
        assert {shipped.status_code, canceled.status_code} == {200, 422}
        state = (await shipment_of(shopper))["state"]
        assert state == ("shipped" if shipped.is_success else "canceled")
