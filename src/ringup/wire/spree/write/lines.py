"""Line items, as answers give them."""

from msgspec.structs import replace

from ringup.domain.money import Minor
from ringup.domain.order import LineItem
from ringup.domain.variants import Variant
from ringup.wire.spree.write.adjustments import LINE_ITEM, adjustment_records
from ringup.wire.spree.write.pen import Pen
from ringup.wire.spree.write.records import LineItemRecord
from ringup.wire.spree.write.variants import variant_record

_written: dict[tuple[int, str, str], tuple[LineItem, Variant | None, LineItemRecord]] = {}
_MOST_WRITTEN = 1000


def line_item_record(line: LineItem, pen: Pen) -> LineItemRecord:
    """Write a line with its variant and its adjustments, or give what was written of the same.

    Most requests change few of an order's lines: of a thousand the others are not written again.
    """
    variant = pen.facts.variants.get(line.variant_id)
    key = line.id, pen.currency, pen.locale
    found = _written.get(key)
    if found is not None and found[0] is line:
        if found[1] is variant:
            return found[2]
        record = _with_variant(found[2], variant, pen)
    else:
        record = _line_item_record(line, variant, pen)
    if len(_written) >= _MOST_WRITTEN:
        _written.clear()
    _written[key] = line, variant, record
    return record


def _with_variant(record: LineItemRecord, variant: Variant | None, pen: Pen) -> LineItemRecord:
    """Write the variant anew: mostly only its stock has moved, and not so that it shows."""
    written = variant_record(variant, pen) if variant else None
    return record if written is record.variant else replace(record, variant=written)


def _line_item_record(line: LineItem, variant: Variant | None, pen: Pen) -> LineItemRecord:
    amount = line.amount
    return LineItemRecord(
        id=line.id,
        quantity=line.quantity,
        price=pen.amount(line.price),
        variant_id=line.variant_id,
        total=pen.amount(amount + _added(line)),
        display_amount=pen.display(amount),
        single_display_amount=pen.display(line.price),
        adjustments=adjustment_records(line.adjustments, LINE_ITEM, line.id, pen),
        variant=variant_record(variant, pen) if variant else None,
    )


def _added(line: LineItem) -> Minor:
    """Sum up what taxes and discounts add to the line; taxes contained in its price do not."""
    return sum([a.amount for a in line.adjustments if a.eligible and not a.included])
