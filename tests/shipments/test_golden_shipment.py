"""A shipment by itself, to the byte; reviewed as a diff when it changes.

``RINGUP_GOLDEN=rewrite`` writes it anew.
"""

import json
import os
from pathlib import Path

import msgspec
from msgspec.structs import replace

from ringup.domain.fulfilment.sending import shipped
from ringup.domain.pricing.reprice import reprice
from ringup.services.asking import OrderView
from ringup.services.ports.caller import Caller
from ringup.wire.spree.write.sent import sent_records
from tests.domain.builders import GROUND, MUG, NOW, an_address, an_order, demo_shop, facts_of
from tests.domain.parcels import paid

GOLDEN = Path(__file__).parent / "golden" / "shipment_shipped.json"
RECORDED = {
    *("id", "tracking", "number", "cost", "shipped_at", "state", "shipping_rates"),
    *("selected_shipping_rate", "shipping_methods", "manifest", "order_id", "stock_location_name"),
    *("inventory_units", "order"),
}
"""What a real Spree answered of a shipment by itself, and in the list of one's own."""


def a_sent_shipment():
    shop = demo_shop()
    ground = replace(shop.shipping_methods[GROUND], tracking_url="https://post.test/?p=:tracking")
    shop = replace(shop, shipping_methods={**shop.shipping_methods, GROUND: ground})
    facts = facts_of(shop, MUG)
    order = an_order((MUG, 2), shipping=(5_00,), ship_address=an_address(), user_id=2)
    order = replace(reprice(order, facts), state="complete", completed_at=NOW)
    order = shipped(paid(order), order.shipments[0].id, NOW, "1Z 9/9")
    view = OrderView(order=order, facts=facts, caller=Caller(user_id=2))
    [record] = sent_records(view, order.shipments, {}, "en")
    return record


def test_a_shipment_is_answered_so():
    encoded = msgspec.json.encode(a_sent_shipment())
    written = msgspec.json.format(encoded, indent=2).decode() + "\n"
    if os.environ.get("RINGUP_GOLDEN") == "rewrite":
        GOLDEN.parent.mkdir(exist_ok=True)
        GOLDEN.write_text(written)
    assert written == GOLDEN.read_text()
    assert json.loads(written).keys() >= RECORDED


def test_where_to_follow_it_has_its_word_in_it():
    assert a_sent_shipment().tracking_url == "https://post.test/?p=1Z%209%2F9"
