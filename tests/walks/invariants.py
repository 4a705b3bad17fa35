"""What must be true of every order that is ever answered, whatever was asked before."""

from decimal import Decimal

from tests.support.storefront import Json

STEPS = ("cart", "address", "delivery", "payment", "confirm", "complete")
STATES = {*STEPS, "canceled", "resumed", "awaiting_return", "returned"}
PAYMENT_STATES = {None, "balance_due", "paid", "credit_owed", "failed", "void"}
SHIPMENT_STATES = {None, "pending", "ready", "partial", "shipped", "backorder", "canceled"}
DIGITAL = {"BOOK-01", "FREE-01"}
LATER = {"delivery", "payment", "confirm", "complete"}
"""The states in which what travels has its shipments."""


def check_order(order: Json) -> None:
    """Totals are sums of parts, states are of the tables, and parts fit together."""
    check_sums(order)
    check_states(order)
    for shipment in order["shipments"]:
        check_shipment(shipment, order["number"])
    check_parcels(order)
    check_payments(order)


def check_sums(order: Json) -> None:
    lines, totals = order["line_items"], _amounts(order)
    assert totals["item_total"] == sum(_d(line["price"]) * line["quantity"] for line in lines)
    assert totals["ship_total"] == sum(_d(s["cost"]) for s in order["shipments"])
    taxes, promotions = _adjusted(order, "TaxRate"), _adjusted(order, "Promotion")
    assert totals["tax_total"] == taxes
    assert totals["promo_total"] == promotions <= 0
    added, contained = totals["additional_tax_total"], totals["included_tax_total"]
    assert totals["tax_total"] == added + contained
    assert totals["adjustment_total"] == added + promotions
    assert totals["total"] == (
        totals["item_total"] + totals["ship_total"] + totals["adjustment_total"]
    )
    assert totals["total"] >= 0
    assert totals["outstanding_balance"] == totals["total"] - totals["payment_total"]
    assert order["total_quantity"] == sum(line["quantity"] for line in lines)


def check_states(order: Json) -> None:
    assert order["state"] in STATES
    assert order["payment_state"] in PAYMENT_STATES
    assert order["shipment_state"] in SHIPMENT_STATES
    placed = order["completed_at"] is not None
    assert placed == (order["state"] not in STEPS[:5])
    assert placed == (order["payment_state"] is not None)
    if not placed:
        taken = any(payment["state"] == "completed" for payment in order["payments"])
        assert taken or order["payment_total"] == "0.0"
        assert order["state"] == "cart" or order["state"] in order["checkout_steps"]
    assert ("shipping_methods" in order) == (order["state"] == "delivery")
    assert ("payment_methods" in order) == (order["state"] == "payment")
    if order["state"] not in {"cart", "canceled"}:
        assert order["line_items"]
        assert order["email"]


def check_shipment(shipment: Json, number: str) -> None:
    selected = [rate for rate in shipment["shipping_rates"] if rate["selected"]]
    assert [rate["id"] for rate in selected] == [shipment["selected_shipping_rate"]["id"]]
    assert shipment["cost"] == selected[0]["cost"]
    assert shipment["order_id"] == number
    for sent in shipment["manifest"]:
        assert sent["quantity"] == sum(sent["states"].values()) > 0


def check_parcels(order: Json) -> None:
    """All that travels is in the parcels, once, and nothing else."""
    if order["shipments"]:
        assert _sent(order) == _travelling(order)
    elif order["state"] in LATER:
        assert not _travelling(order)


def check_payments(order: Json) -> None:
    assert all(_d(payment["amount"]) >= 0 for payment in order["payments"])
    if order["state"] == "confirm":
        assert _covered(order) == _d(order["total"])


def check_covered(order: Json) -> None:
    """What was placed is covered to the cent, for as long as no admin changes it."""
    let_go = any(payment["state"] == "void" for payment in order["payments"])
    if order["state"] == "complete" and not let_go:
        assert _covered(order) == _d(order["total"])


def _covered(order: Json) -> Decimal:
    good = [p for p in order["payments"] if p["state"] not in {"failed", "void", "invalid"}]
    return sum((_d(payment["amount"]) for payment in good), Decimal(0))


def _amounts(order: Json) -> dict[str, Decimal]:
    return {
        name: _d(text)
        for name, text in order.items()
        if name.endswith(("_total", "_balance")) and not name.startswith("display")
    } | {"total": _d(order["total"])}


def _adjusted(order: Json, source: str) -> Decimal:
    holders = (order, *order["line_items"], *order["shipments"])
    adjustments = [each for holder in holders for each in holder["adjustments"]]
    counted = [each for each in adjustments if each["eligible"] and source in each["source_type"]]
    return sum((_d(each["amount"]) for each in counted), Decimal(0))


def _sent(order: Json) -> dict[int, int]:
    sent: dict[int, int] = {}
    for shipment in order["shipments"]:
        for each in shipment["manifest"]:
            variant = each["variant_id"]
            sent[variant] = sent.get(variant, 0) + each["quantity"]
    return sent


def _travelling(order: Json) -> dict[int, int]:
    wanted: dict[int, int] = {}
    for line in order["line_items"]:
        if line["variant"]["sku"] not in DIGITAL:
            variant = line["variant_id"]
            wanted[variant] = wanted.get(variant, 0) + line["quantity"]
    return wanted


def _d(text: str) -> Decimal:
    return Decimal(text)
