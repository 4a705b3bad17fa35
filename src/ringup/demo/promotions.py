"""The demo store's promotions, in the words of ``domain.promotions``."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TypeAlias

import msgspec

from ringup.demo.shop import SHOP
from ringup.domain.facts import Action, Rule
from ringup.domain.promotions.actions.amount_off_lines import AmountOffLines
from ringup.domain.promotions.actions.amount_off_order import AmountOffOrder
from ringup.domain.promotions.actions.free_shipping import FreeShipping
from ringup.domain.promotions.actions.percent_off_lines import PercentOffLines
from ringup.domain.promotions.matching import Matching
from ringup.domain.promotions.rules.item_total import ItemTotal
from ringup.domain.promotions.rules.quantity import Quantity

VariantIds: TypeAlias = Mapping[str, int]
"""The ids the database gave, by SKU."""


class Offer(msgspec.Struct, frozen=True, kw_only=True):
    """One promotion; without a ``code`` it applies by itself."""

    name: str
    code: str | None = None
    expires_at: datetime | None = None
    usage_limit: int | None = None
    rules: Mapping[str, Rule] = {}
    actions: Mapping[str, Action] = {}


def offers(variants: VariantIds) -> tuple[Offer, ...]:
    """List the promotions; plug-ins are named as in the tables of the domain."""
    mugs = Matching(variant_ids=frozenset({variants["MUG-01"]}))
    return (
        Offer(
            name="Ten percent off",
            code="TENOFF",
            actions={"percent_off_lines": PercentOffLines(rate=100_000)},
        ),
        Offer(
            name="Free shipping from 50.00",
            code="FREESHIP",
            rules={"item_total": ItemTotal(minimum=_each(50_00))},
            actions={"free_shipping": FreeShipping()},
        ),
        Offer(
            name="Last year's sale",
            code="OLDCODE",
            expires_at=datetime(2025, 1, 1, tzinfo=UTC),
            actions={"percent_off_lines": PercentOffLines(rate=100_000)},
        ),
        Offer(
            name="Five off, once",
            code="ONCE",
            usage_limit=1,
            actions={"amount_off_order": AmountOffOrder(amounts=_each(5_00))},
        ),
        Offer(
            name="Three or more mugs",
            rules={"quantity": Quantity(minimum=3, matching=mugs)},
            actions={"amount_off_lines": AmountOffLines(amounts=_each(2_00), matching=mugs)},
        ),
    )


def _each(amount: int) -> dict[str, int]:
    """The same number of minor units in each of the store's currencies."""
    return dict.fromkeys(SHOP.currencies, amount)
