"""Adjustments, as answers give them, under the names their classes had in Spree."""

from collections.abc import Sequence

from ringup.domain.order import Adjustment
from ringup.wire.spree.write.pen import Pen, moment
from ringup.wire.spree.write.records import AdjustmentRecord

LINE_ITEM = "Spree::LineItem"
SHIPMENT = "Spree::Shipment"
ORDER = "Spree::Order"

_SOURCES = {
    "tax_rate": "Spree::TaxRate",
    "promotion": "Spree::PromotionAction",
    "return": "Spree::ReturnAuthorization",
    "manual": None,
}


def adjustment_records(
    adjustments: Sequence[Adjustment], kind: str, adjustable_id: int, pen: Pen
) -> list[AdjustmentRecord]:
    """Write the adjustments of a line, a shipment or an order; taxes last, as they are worked out.

    Their ids say nothing of it: a coupon that comes late has a later one than the tax.
    """
    in_order = sorted(adjustments, key=_is_tax)
    return [_record(adjustment, kind, adjustable_id, pen) for adjustment in in_order]


def _is_tax(adjustment: Adjustment) -> bool:
    return adjustment.source == "tax_rate"


def _record(adjustment: Adjustment, kind: str, adjustable_id: int, pen: Pen) -> AdjustmentRecord:
    source = _SOURCES[adjustment.source]
    return AdjustmentRecord(
        id=adjustment.id,
        source_type=source,
        source_id=adjustment.source_id,
        # Spree 1.3 named the rate or the action so; later ones call it the source.
        originator_type=source,
        originator_id=adjustment.source_id,
        adjustable_type=kind,
        adjustable_id=adjustable_id,
        amount=pen.amount(adjustment.amount),
        display_amount=pen.display(adjustment.amount),
        label=pen.said(adjustment.label),
        # Spree wrote null, not false.
        mandatory=adjustment.mandatory or None,
        locked=adjustment.locked,
        eligible=adjustment.eligible,
        created_at=moment(adjustment.created_at),
        updated_at=moment(adjustment.updated_at),
    )
