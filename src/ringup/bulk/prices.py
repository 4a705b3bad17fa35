"""Writes what variants cost."""

from collections.abc import Mapping, Sequence
from operator import itemgetter
from typing import Any

import msgspec

from ringup.bulk.batch import Batch
from ringup.bulk.known import grouped, sellable
from ringup.bulk.lines import PriceLine
from ringup.bulk.measures import amount_of, amount_text
from ringup.bulk.pen import BulkPen, Ours

Row = dict[str, Any]


def write(pen: BulkPen, ours: Ours, batch: Batch) -> None:
    """Write the batch's prices: new ones, and those that differ."""
    lines = list(batch.of(PriceLine))
    if not lines:
        return
    variants = sellable(pen, {each.record.sku for each in lines})
    wanted: dict[tuple[int, str], int] = {}
    for each in lines:
        currency = each.record.currency or ours.currencies[0]
        variant = variants.get(each.record.sku)
        amount = amount_of(each.record.amount, currency)
        if variant is None:
            batch.refuse(each.line, f"sku: there is no {each.record.sku}")
        elif currency not in ours.currencies:
            known = ", ".join(dict.fromkeys(ours.currencies))
            batch.refuse(each.line, f"currency: the shop has no {currency}. It has: {known}")
        elif isinstance(amount, str):
            batch.refuse(each.line, amount)
        else:
            wanted[variant, currency] = amount
    _write(pen, wanted)


def _write(pen: BulkPen, wanted: Mapping[tuple[int, str], int]) -> None:
    rows = pen.found("prices", "variant_id", sorted({variant for variant, _ in wanted}))
    there = {(row["variant_id"], row["currency"]): row["amount"] for row in rows}
    new, changed = [], []
    for (variant, currency), amount in wanted.items():
        row = {"variant_id": variant, "currency": currency, "amount": amount}
        if (variant, currency) not in there:
            new.append(row)
        elif there[variant, currency] != amount:
            changed.append(row)
    pen.add("prices", new)
    pen.change("prices", changed, ("amount",))


def out(pen: BulkPen, rows: Sequence[Row]) -> Sequence[msgspec.Struct]:
    """Make lines of the prices of variants."""
    prices = grouped(pen.found("prices", "variant_id", [row["id"] for row in rows]))
    return [
        PriceLine(
            sku=variant["sku"],
            currency=row["currency"],
            amount=amount_text(row["amount"], row["currency"]),
        )
        for variant in rows
        for row in sorted(prices[variant["id"]], key=itemgetter("currency"))
    ]
