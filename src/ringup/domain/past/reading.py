"""Reads what is told of an order from elsewhere, and gathers all that is wrong with it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from ringup.domain.facts import Facts
from ringup.domain.money import Minor, NotAnAmount, parsed
from ringup.domain.order import Adjustment, ChildIds
from ringup.domain.past.told import PastAdjustment, PastGoods
from ringup.domain.problems import Problem
from ringup.domain.variants import Variant

_SOURCES: dict[str, Literal["tax_rate", "promotion", "manual", "return"]] = {
    "tax": "tax_rate",
    "promotion": "promotion",
    "manual": "manual",
    "return": "return",
}


class Reader:
    """What one order is read with: the facts, ids for its children, its currency and its day."""

    def __init__(self, facts: Facts, ids: ChildIds, currency: str, at: datetime) -> None:
        """Begin with nothing wrong."""
        self.facts = facts
        self.ids = ids
        self.currency = currency
        self.at = at
        self.problems: list[Problem] = []

    def wrong(self, field: str, code: str, message: str) -> None:
        """Note that something is wrong."""
        self.problems.append(Problem("", field, code, message))

    def amount(self, text: str, field: str, least: Minor | None = 0) -> Minor:
        """Read an amount, not below ``least`` if there is one; 0 for what is none."""
        try:
            amount = parsed(text, self.currency)
        except NotAnAmount as reason:
            self.wrong(field, "amount_invalid", str(reason))
            return 0
        if least is not None and amount < least:
            self.wrong(field, "amount_invalid", f"must be greater than or equal to {least}")
        return amount

    def variant(self, goods: PastGoods, field: str) -> Variant | None:
        """Find what was bought, be it no longer sold."""
        by_sku = self.facts.variant_by_sku(goods.sku) if goods.sku else None
        found = self.facts.variants.get(goods.variant_id or 0) or by_sku
        if found is None:
            part = "sku" if goods.sku else "variant_id"
            named = f"{goods.sku or goods.variant_id} does not exist"
            self.wrong(f"{field}.{part}", "variant_not_found", named)
        return found

    def adjustments(self, told: Sequence[PastAdjustment], field: str) -> tuple[Adjustment, ...]:
        """Read what was added and taken off; it is locked, for nobody computes it again."""
        return tuple(self._adjustment(each, f"{field}.adjustments") for each in told)

    def _adjustment(self, told: PastAdjustment, field: str) -> Adjustment:
        amount = self.amount(told.amount, f"{field}.amount", least=None)
        if told.kind == "promotion" and amount > 0:
            self.wrong(f"{field}.amount", "amount_invalid", "of a promotion must not be above 0")
        if told.included and told.kind != "tax":
            self.wrong(f"{field}.included", "invalid", "is for taxes alone")
        return Adjustment(
            id=next(self.ids),
            source=_SOURCES[told.kind],
            label=told.label,
            amount=amount,
            included=told.included,
            locked=True,
            created_at=self.at,
            updated_at=self.at,
        )
