"""An order's lines while they are edited: each found by its id or its variant without a search."""

from collections.abc import Sequence

from msgspec.structs import replace

from ringup.domain.order import ChildIds, LineItem, Order


class Lines:
    """The lines as they come to be; the order is made anew once, when all is done."""

    def __init__(self, order: Order) -> None:
        """Begin with those that an order has."""
        self._order = order
        self._ids = ChildIds(order)
        self._lines = {line.id: line for line in order.line_items}
        self._of_variant: dict[int, dict[int, None]] = {}
        for line in order.line_items:
            self._of_variant.setdefault(line.variant_id, {})[line.id] = None
        self._is_changed = False

    def __len__(self) -> int:
        """Tell how many there are."""
        return len(self._lines)

    @property
    def currency(self) -> str:
        """What they are priced in."""
        return self._order.currency

    def get(self, line_id: int) -> LineItem | None:
        """Find a line by its id."""
        return self._lines.get(line_id)

    def of(self, variant_id: int) -> Sequence[LineItem]:
        """Find the lines of a variant."""
        return [self._lines[id_] for id_ in self._of_variant.get(variant_id, ())]

    def new_id(self) -> int:
        """Give an id to a line that is to come."""
        return next(self._ids)

    def put(self, line: LineItem) -> None:
        """Put a line in the place of the one with its id, or else behind the others."""
        self._lines[line.id] = line
        self._of_variant.setdefault(line.variant_id, {})[line.id] = None
        self._is_changed = True

    def take_out(self, line: LineItem) -> None:
        """Take a line out."""
        del self._lines[line.id], self._of_variant[line.variant_id][line.id]
        self._is_changed = True

    def in_order(self) -> Order:
        """Give the order with the lines as they are now."""
        if not self._is_changed:
            return self._order
        return replace(
            self._order, line_items=tuple(self._lines.values()), last_child=self._ids.last
        )
