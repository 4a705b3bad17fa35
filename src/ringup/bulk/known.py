"""Which variants are meant by SKUs, and what belongs to each."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from ringup.bulk.pen import BulkPen


def sellable(pen: BulkPen, skus: Collection[str]) -> Mapping[str, int]:
    """Find the ids of those that have these SKUs now; of several the one that was first."""
    found: dict[str, int] = {}
    for row in pen.found("variants", "sku", sorted(skus)):
        if row["deleted_at"] is None:
            found.setdefault(row["sku"], row["id"])
    return found


def grouped(rows: Iterable[dict[str, Any]]) -> Mapping[int, list[dict[str, Any]]]:
    """Gather rows by their variants."""
    groups: defaultdict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        groups[row["variant_id"]].append(row)
    return groups
