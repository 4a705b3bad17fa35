"""Which of our ids, numbers and tokens stands for which recorded one, learned from the answers."""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, unquote

# What a path's name for a thing is, by the segment before it; some go by number, some by id.
IN_PATHS = {
    "orders": "order number",
    "checkouts": "order number",
    "payments": "payment number",
    "shipments": "shipment number",
    "line_items": "line item",
    "stock_items": "stock item",
    "return_authorizations": "return authorization",
    "users": "user",
}
IN_BODIES = {
    "stock_movement.stock_item_id": "stock item",
    "shipments_attributes.id": "shipment",
    "shipments_attributes.selected_shipping_rate_id": "shipping rate",
}
# Spree wrote these anew whenever it priced an order; here they keep their ids.
MANY_TO_ONE = frozenset({"adjustment", "shipping rate"})


class Learned:
    """Pairs of a recorded name and ours, by the kind of thing they name."""

    def __init__(self) -> None:
        self._ours: dict[tuple[str, Any], Any] = {}
        self._theirs: dict[tuple[str, Any], Any] = {}

    def agrees(self, kind: str, theirs: object, ours: object) -> bool:
        """Tell whether the two may name one thing; what is new is noted."""
        is_ours = bool(self._ours.setdefault((kind, theirs), ours) == ours)
        if kind in MANY_TO_ONE:
            return is_ours
        return is_ours and bool(self._theirs.setdefault((kind, ours), theirs) == theirs)

    def ours(self, kind: str, theirs: object) -> Any:  # noqa: ANN401 - an id, a number or a token
        """Give our name for a thing; what was never seen is asked for as it is."""
        return self._ours.get((kind, theirs), theirs)

    def path(self, path: str) -> str:
        """Put our names into a path and its query."""
        path, mark, query = path.partition("?")
        segments = path.split("/")
        for position in range(1, len(segments)):
            kind = IN_PATHS.get(segments[position - 1])
            if kind:
                segments[position] = str(self.ours(kind, _typed(segments[position])))
        return "/".join(segments) + mark + re.sub(r"(?<=order_token=)[^&]+", self._token, query)

    def headers(self, headers: Mapping[str, str]) -> dict[str, str]:
        """Put our tokens into the headers."""
        return {
            name: self.ours("token", value) if name == "X-Spree-Order-Token" else value
            for name, value in headers.items()
        }

    def body(self, body: Any, name: str = "") -> Any:  # noqa: ANN401 - whatever JSON holds
        """Put our ids into a body."""
        if isinstance(body, list):
            return [self.body(entry, name) for entry in body]
        if isinstance(body, dict):
            return {key: self.body(value, _below(name, key)) for key, value in body.items()}
        kind = IN_BODIES.get(name)
        return self.ours(kind, body) if kind else body

    def _token(self, found: re.Match[str]) -> str:
        return quote(self.ours("token", unquote(found[0])))


def _typed(segment: str) -> str | int:
    return int(segment) if segment.isdigit() else segment


def _below(name: str, key: str) -> str:
    """Name a field by its parent; an index is no parent."""
    return name if key.isdigit() else f"{name.rpartition('.')[2]}.{key}".lstrip(".")
