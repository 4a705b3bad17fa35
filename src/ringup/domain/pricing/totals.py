"""The sums of an order: computed from its parts, here and nowhere else."""

from collections.abc import Iterator
from itertools import chain

from msgspec.structs import replace

from ringup.domain.order import Adjustment, Order, Totals


def totalled(order: Order) -> Order:
    """Write the sums of the order's parts into its totals; nothing else changes."""
    totals = totals_of(order)
    return order if totals == order.totals else replace(order, totals=totals)


def totals_of(order: Order) -> Totals:
    """Add up lines, shipments, adjustments that count, and what was truly paid."""
    added = promotions = contained = on_top = 0
    for adjustment in counted_adjustments(order):
        amount = adjustment.amount
        if not adjustment.included:
            added += amount
        if adjustment.source == "promotion":
            promotions += amount
        elif adjustment.source == "tax_rate" and adjustment.included:
            contained += amount
        elif adjustment.source == "tax_rate":
            on_top += amount
    item_total = sum([line.amount for line in order.line_items])
    ship_total = sum([shipment.cost for shipment in order.shipments])
    return Totals(
        item_total=item_total,
        ship_total=ship_total,
        adjustment_total=added,
        promo_total=promotions,
        included_tax_total=contained,
        additional_tax_total=on_top,
        total=item_total + ship_total + added,
        payment_total=sum([payment.captured - payment.refunded for payment in order.payments]),
    )


def counted_adjustments(order: Order) -> Iterator[Adjustment]:
    """Give every eligible adjustment of the lines, the shipments and the order itself."""
    on_lines = (line.adjustments for line in order.line_items)
    on_shipments = (shipment.adjustments for shipment in order.shipments)
    for adjustment in chain(*on_lines, *on_shipments, order.adjustments):
        if adjustment.eligible:
            yield adjustment
