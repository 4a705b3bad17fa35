"""Line items, as answers give them."""

from ringup.domain.money import Minor
from ringup.domain.order import LineItem
from ringup.wire.spree.write.adjustments import LINE_ITEM, adjustment_records
from ringup.wire.spree.write.pen import Pen
from ringup.wire.spree.write.records import LineItemRecord
from ringup.wire.spree.write.variants import variant_record


def line_item_record(line: LineItem, pen: Pen) -> LineItemRecord:
    """Write a line with its variant and its adjustments."""
    variant = pen.facts.variants.get(line.variant_id)
    return LineItemRecord(
        id=line.id,
        quantity=line.quantity,
        price=pen.amount(line.price),
        variant_id=line.variant_id,
        total=pen.amount(line.amount + _added(line)),
        display_amount=pen.display(line.amount),
        single_display_amount=pen.display(line.price),
        adjustments=adjustment_records(line.adjustments, LINE_ITEM, line.id, pen),
        variant=variant_record(variant, pen) if variant else None,
    )


def _added(line: LineItem) -> Minor:
    """Sum up what taxes and discounts add to the line; taxes contained in its price do not."""
    return sum(a.amount for a in line.adjustments if a.eligible and not a.included)
