"""What is done with a shipment costs the same number of statements, however large its order."""

import pytest

from tests.persistence.test_statement_counts import sent  # noqa: F401 - a fixture
from tests.shipments.selling import admin, shipment_of, sold
from tests.support.storefront import SKUS, items

pytestmark = pytest.mark.asyncio(loop_scope="module")

LARGE = items(**{sku.replace("-", "_"): 3 for sku in SKUS if sku not in {"CAP-01", "LAMP-01"}})


async def test_to_ship_and_to_split_costs_the_same_for_many_lines(own_storefront, sent):  # noqa: F811
    costs = []
    for lines in (items(TOTE_01=3), items(TOTE_01=3), LARGE):
        shopper = await sold(own_storefront, line_items=lines)
        shipment = await shipment_of(shopper)
        tote = {
            "original_shipment_number": shipment["number"],
            "variant_id": own_storefront.ids.variants["TOTE-01"],
            "quantity": 1,
            "stock_location_id": 1,
        }
        counts = []
        for method, path, body in (
            ("POST", "shipments/transfer_to_location", tote),
            ("PUT", f"shipments/{shipment['id']}", {"shipment": {"tracking": "1"}}),
            ("GET", f"orders/{shopper.number}/shipments", None),
        ):
            sent.clear()
            answer = await admin(shopper, method, path, body)
            assert answer.is_success, answer.text
            counts.append(len(sent))
        costs.append(counts)
    assert costs[1] == costs[2]
    assert max(costs[1]) <= 12


async def test_a_page_of_ones_own_costs_the_same_for_many(own_storefront, sent):  # noqa: F811
    ada = {"X-Spree-Token": "demo-customer-key"}
    costs = []
    for _ in range(3):
        await own_storefront.shopper_at("complete", ada)
        sent.clear()
        answer = await own_storefront.client.get("/api/shipments/mine", headers=ada)
        assert answer.is_success, answer.text
        costs.append(len(sent))
    assert costs[1] == costs[2]
