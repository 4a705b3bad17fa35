"""Where our answer differs from the recorded one: fields, types, figures and texts."""

import re
from collections.abc import Iterator
from typing import Any

import msgspec

from tests.recorded.learning import Learned

LEFTOVERS = frozenset({"canceler_id", "is_destroyed"})
"""Fields of Rails that the contract leaves out."""

MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")
MISSING = "(missing)"

# What an `id` names, by the field that holds the thing; anything else has the id it had there.
BY_FIELD = {
    "": "order",
    "orders": "order",
    "order": "order",
    "line_items": "line item",
    "line_item": "line item",
    "adjustments": "adjustment",
    "shipments": "shipment",
    "inventory_units": "inventory unit",
    "shipping_rates": "shipping rate",
    "selected_shipping_rate": "shipping rate",
    "payments": "payment",
    "source": "card",
    "credit_cards": "card",
    "stock_items": "stock item",
    "stock_item": "stock item",
    "stock_movements": "stock movement",
    "return_authorizations": "return authorization",
    "zone_members": "zone member",
}
BY_ADJUSTABLE = {
    "Spree::LineItem": "line item",
    "Spree::Shipment": "shipment",
    "Spree::Order": "order",
}
BY_KIND = {
    ("order", "number"): "order number",
    ("order", "token"): "token",
    ("payment", "number"): "payment number",
    ("payment", "source_id"): "card",
    ("stock movement", "stock_item_id"): "stock item",
    ("shipment", "number"): "shipment number",
    ("inventory unit", "shipment_id"): "shipment",
    ("shipment", "order_id"): "order number",
    ("return authorization", "number"): "return number",
    ("return authorization", "order_id"): "order",
}
# Here each address is an order's own; Spree shared one row among all that were spelled alike.
FORM_ONLY = frozenset({"bill_address", "ship_address"})


class Deviation(msgspec.Struct, frozen=True):
    """One difference; `path` has no indices: `line_items.adjustments.amount`."""

    path: str
    theirs: Any
    ours: Any


class Comparison:
    """Compares the answers of one scenario, and learns the names of things from them."""

    def __init__(self, learned: Learned) -> None:
        self._learned = learned

    def bodies(self, theirs: Any, ours: Any, root: str) -> Iterator[Deviation]:  # noqa: ANN401 - JSON
        """Compare two whole bodies; `root` is the kind of thing at the top of them."""
        yield from self._any(theirs, ours, "", root)

    def _any(self, theirs: Any, ours: Any, path: str, kind: str) -> Iterator[Deviation]:  # noqa: ANN401
        if isinstance(theirs, dict) and isinstance(ours, dict):
            yield from self._objects(theirs, ours, path, kind)
        elif isinstance(theirs, list) and isinstance(ours, dict) and not path:
            yield Deviation("(no page)", "a list", "a page")
            (listed,) = (value for value in ours.values() if isinstance(value, list))
            yield from self._lists(theirs, listed, path, kind)
        elif isinstance(theirs, list) and isinstance(ours, list):
            yield from self._lists(theirs, ours, path, kind)
        elif not _are_alike(theirs, ours):
            yield Deviation(path, theirs, ours)

    def _objects(
        self, theirs: dict[str, Any], ours: dict[str, Any], path: str, kind: str
    ) -> Iterator[Deviation]:
        for key, value in theirs.items():
            if key in LEFTOVERS:
                continue
            below = f"{path}.{key}".lstrip(".")
            if key not in ours:
                yield Deviation(below, value, MISSING)
            elif named := self._names(key, theirs, path, kind):
                if not self._agree(named, value, ours[key]):
                    yield Deviation(below, value, ours[key])
            else:
                yield from self._any(value, ours[key], below, BY_FIELD.get(key, ""))

    def _lists(
        self, theirs: list[Any], ours: list[Any], path: str, kind: str
    ) -> Iterator[Deviation]:
        if not all(isinstance(entry, dict) for entry in (*theirs, *ours)):
            if theirs != ours:
                yield Deviation(path, theirs, ours)
            return
        if len(theirs) != len(ours):
            yield Deviation(f"{path}.length", len(theirs), len(ours))
            return
        wanted, found = (_keys(entries, kind) for entries in (theirs, ours))
        if wanted != found and sorted(wanted) == sorted(found):
            yield Deviation(f"{path}.order", wanted, found)
            ours = [ours[found.index(key)] for key in wanted]
        for their, our in zip(theirs, ours, strict=True):
            yield from self._any(their, our, path, kind)

    def _names(self, key: str, theirs: dict[str, Any], path: str, kind: str) -> str:
        """Tell the kind of thing that a field names, if it names one by an id of its order's."""
        if key == "id":
            return "form" if path.rpartition(".")[2] in FORM_ONLY else kind
        if key == "adjustable_id":
            return BY_ADJUSTABLE[theirs["adjustable_type"]]
        return BY_KIND.get((kind, key), "")

    def _agree(self, kind: str, theirs: object, ours: object) -> bool:
        if type(theirs) is not type(ours):
            return False
        return kind == "form" or theirs is None or self._learned.agrees(kind, theirs, ours)


def _keys(entries: list[dict[str, Any]], kind: str) -> list[Any]:
    """Give what tells entries apart here and there: ids that were mapped are of no use for it."""
    if kind == "adjustment":
        return [(entry["source_type"], entry["source_id"]) for entry in entries]
    if kind == "inventory unit":
        return [entry["variant_id"] for entry in entries]
    return [_key(entry) for entry in entries] if not kind else []


def _key(entry: dict[str, Any]) -> Any:  # noqa: ANN401 - an id
    """Give what tells a thing apart: its id, or the variant that it counts."""
    return entry.get("id") or entry.get("variant_id") or entry.get("variant", {}).get("id")


def _are_alike(theirs: object, ours: object) -> bool:
    """Tell whether both are the same, of the same type; moments need not be the same."""
    if type(theirs) is type(ours) and theirs == ours:
        return True
    return all(isinstance(each, str) and MOMENT.fullmatch(each) for each in (theirs, ours))
