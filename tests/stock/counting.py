"""What lies where, and what explains it."""

from typing import Any

from ringup.services.shelves import stock_item_id
from tests.editing.office import Office

Json = dict[str, Any]
MAIN, WEST = "Main", "West"


async def place_ids(office: Office) -> dict[str, int]:
    """The locations' ids by their names."""
    rows = await office.storefront.database.rows("SELECT id, name FROM stock_locations")
    return {row["name"]: row["id"] for row in rows}


async def item_id(office: Office, sku: str, place: str = MAIN) -> int:
    """The id of a stock item."""
    return stock_item_id(office.ids.variants[sku], (await place_ids(office))[place])


async def counts(office: Office, sku: str) -> dict[str, int]:
    """How many lie where; each count is the sum of its movements since the shop was opened."""
    rows = await office.storefront.database.rows(
        "SELECT l.name, s.count_on_hand, (SELECT sum(m.quantity) FROM stock_movements AS m"
        " WHERE m.variant_id = s.variant_id AND m.stock_location_id = s.stock_location_id) AS moved"
        " FROM stock_items AS s JOIN stock_locations AS l ON l.id = s.stock_location_id"
        f" WHERE s.variant_id = {office.ids.variants[sku]}"
    )
    assert all(row["count_on_hand"] == (row["moved"] or 0) for row in rows), rows
    return {row["name"]: row["count_on_hand"] for row in rows}


async def reasons(office: Office, sku: str) -> list[tuple[int, str]]:
    """What moved a variant and why, but for what the shop was opened with."""
    rows = await office.storefront.database.rows(
        "SELECT quantity, reason FROM stock_movements"
        f" WHERE variant_id = {office.ids.variants[sku]} AND reason <> 'opening' ORDER BY id"
    )
    return [(row["quantity"], row["reason"]) for row in rows]
