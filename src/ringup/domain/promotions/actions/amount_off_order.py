"""Action: a fixed amount off the order's items."""

from collections.abc import Iterable, Mapping
from typing import Annotated

import msgspec

from ringup.domain.facts import Facts
from ringup.domain.money import Minor
from ringup.domain.order import Order


class AmountOffOrder(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An amount by currency, in minor units; an order in another currency gets nothing."""

    amounts: Mapping[str, Annotated[Minor, msgspec.Meta(ge=1)]]

    def discounts(self, order: Order, _facts: Facts) -> Iterable[tuple[int, Minor]]:
        """Take the amount; ``promote`` sees to it that the items never cost less than nothing."""
        return ((order.id, self.amounts.get(order.currency, 0)),)
