"""Writes how many there are, as movements from how many there were."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

import msgspec

from ringup.bulk.batch import Batch
from ringup.bulk.known import grouped, sellable
from ringup.bulk.lines import StockLine
from ringup.bulk.pen import BulkPen, Ours, differing
from ringup.founding.stock import write_movements

REASON = "import"

_COLUMNS = ("count_on_hand", "backorderable")

Row = dict[str, Any]
Key: TypeAlias = tuple[int, int]


def write(pen: BulkPen, ours: Ours, batch: Batch) -> None:
    """Bring the counts of the batch's places to what its lines say."""
    lines = list(batch.of(StockLine))
    if not lines:
        return
    variants = sellable(pen, {each.record.sku for each in lines})
    rows = pen.found("stock_items", "variant_id", sorted(variants.values()))
    there: dict[Key, Row] = {(row["variant_id"], row["stock_location_id"]): row for row in rows}
    wanted: dict[Key, Row] = {}
    for each in lines:
        line = each.record
        variant, place = variants.get(line.sku), _place(line, ours)
        if variant is None:
            batch.refuse(each.line, f"sku: there is no {line.sku}")
        elif place is None:
            known = ", ".join(ours.locations)
            batch.refuse(each.line, f"location: there is no {line.location}. There are: {known}")
        else:
            row = _row(line, there.get((variant, place)), (variant, place))
            if row["count_on_hand"] < 0 and not row["backorderable"]:
                batch.refuse(each.line, "count_on_hand: is below zero, and not backorderable")
            else:
                wanted[variant, place] = row
    _write(pen, wanted, there)


def _place(line: StockLine, ours: Ours) -> int | None:
    return ours.locations.get(line.location) if line.location else ours.default_location


def _row(line: StockLine, old: Row | None, key: Key) -> Row:
    usual: Row = {
        "variant_id": key[0],
        "stock_location_id": key[1],
        "held": 0,
        "backordered": 0,
        "backorderable": False,
    }
    row = {**(old or usual), "count_on_hand": line.count_on_hand}
    if line.backorderable is not None:
        row["backorderable"] = line.backorderable
    return row


def _write(pen: BulkPen, wanted: Mapping[Key, Row], there: Mapping[Key, Row]) -> None:
    pen.add("stock_items", (row for key, row in wanted.items() if key not in there))
    changed = [
        row for key, row in wanted.items() if key in there and differing(there[key], row, _COLUMNS)
    ]
    pen.change("stock_items", changed, _COLUMNS)
    moved = (
        {**row, "count_on_hand": row["count_on_hand"] - _before(there.get(key))}
        for key, row in wanted.items()
    )
    write_movements(pen, moved, REASON, pen.now)


def _before(old: Row | None) -> int:
    return old["count_on_hand"] if old else 0


def out(pen: BulkPen, rows: Sequence[Row]) -> Sequence[msgspec.Struct]:
    """Make lines of what lies where of variants."""
    items = grouped(pen.found("stock_items", "variant_id", [row["id"] for row in rows]))
    places = {row["id"]: row["name"] for row in pen.all("stock_locations")}
    return [
        StockLine(
            sku=variant["sku"],
            location=places[row["stock_location_id"]],
            count_on_hand=row["count_on_hand"],
            backorderable=row["backorderable"],
        )
        for variant in rows
        for row in sorted(items[variant["id"]], key=lambda row: places[row["stock_location_id"]])
    ]
