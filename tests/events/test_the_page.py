"""The page of events tells every type, what it holds, and how the chain is made."""

import hashlib
import json
from typing import Any

from ringup.persistence.schema.columns import moment_text
from ringup.services.history.types import ORDERS, PAYMENTS, RETURNS, SHIPMENTS, STOCK, TYPES
from tests.support.pages import DOCS, check_page


def _rows(types):
    for name, kind in types.items():
        fields = "; ".join(f"`{field}`: {meaning}" for field, meaning in kind.data.items())
        yield f"`{name}`", kind.when, fields or "nothing"


def test_the_page_of_events_has_every_type_with_its_data():
    sections = {
        "Orders": ORDERS,
        "Payments": PAYMENTS,
        "Shipments": SHIPMENTS,
        "Returns": RETURNS,
        "Stock": STOCK,
    }
    tables = {title: _rows(types) for title, types in sections.items()}
    check_page("events.md", ("type", "when", "data"), tables)


def test_the_types_of_the_contract_are_there():
    assert {
        *("order.created", "order.advanced", "order.completed", "order.canceled"),
        *("payment.authorized", "payment.captured", "payment.failed", "payment.refunded"),
        *("shipment.ready", "shipment.shipped", "stock.low"),
    } <= TYPES.keys()


async def test_the_chain_is_made_as_the_page_says(shop):
    """By the page's own words, and none of the program's."""
    await shop.shopper_at("complete")
    code = (DOCS / "events.md").read_text().split("```python\n")[1].split("```")[0]
    known: dict[str, Any] = {"hashlib": hashlib, "json": json}
    exec(code, known)  # noqa: S102 - the page's own example
    rows = await shop.database.rows("SELECT * FROM events ORDER BY sequence")
    [order] = await shop.database.rows("SELECT events_hash, events_count FROM orders")
    last = ""
    for row in rows:
        at = row["at"] if isinstance(row["at"], str) else moment_text(row["at"])
        order_of_events = (row["order_id"], row["sequence"], row["type"], at, row["actor"])
        states = (row["state_before"], row["state_after"])
        last = known["hash_of"](last, *order_of_events, row["data"], *states)
        assert row["hash"].hex() == last
    assert (order["events_hash"].hex(), order["events_count"]) == (last, len(rows))
    assert len(rows) > 10
