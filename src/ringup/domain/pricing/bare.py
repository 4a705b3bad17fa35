"""The order before anything is taken off or added: its lines at their prices, and no more."""

from collections.abc import Sequence

from msgspec.structs import replace

from ringup.domain.facts import Facts
from ringup.domain.money import Minor
from ringup.domain.order import Adjustment, LineItem, Order, Shipment


def bare(order: Order, facts: Facts) -> Order:
    """Put every line at its variant's price, with no adjustment that would be computed anew.

    A line keeps its price where an admin set it, in an order that was placed, and where the
    variant has none in the order's currency: that is a problem for whoever lets the order go on,
    not a reason to give it away.
    """
    return replace(
        order,
        line_items=tuple([_bare_line(line, order, facts) for line in order.line_items]),
        shipments=tuple([_bare_shipment(shipment) for shipment in order.shipments]),
        adjustments=_lasting(order.adjustments),
    )


def _bare_line(line: LineItem, order: Order, facts: Facts) -> LineItem:
    price = _price(line, order, facts)
    if price == line.price and not line.adjustments:
        return line
    changed = facts.now if price != line.price else line.updated_at
    lasting = _lasting(line.adjustments)
    return replace(line, price=price, adjustments=lasting, updated_at=changed)


def _bare_shipment(shipment: Shipment) -> Shipment:
    if not shipment.adjustments:
        return shipment
    return replace(shipment, adjustments=_lasting(shipment.adjustments))


def _price(line: LineItem, order: Order, facts: Facts) -> Minor:
    variant = facts.variants.get(line.variant_id)
    if line.price_fixed or variant is None or order.is_complete:
        return line.price
    return variant.prices.get(order.currency, line.price)


def _lasting(adjustments: Sequence[Adjustment]) -> tuple[Adjustment, ...]:
    if not adjustments:
        return ()
    return tuple([a for a in adjustments if a.locked or a.source == "manual"])
