"""Orders as a table: a row for each line item, with the order's columns repeated in each.

A table has sums where an order has parts: of several payments or parcels it tells them together,
of discounts and taxes what they come to.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec

from ringup.bulk.gathering import Rows
from ringup.domain.changes import GivenAddress
from ringup.domain.money import decimal_text, parsed
from ringup.domain.past.told import PastLine, PastOrder, PastPayment

_OF_ADDRESS = (
    *("firstname", "lastname", "company", "address1", "address2", "city", "zipcode", "phone"),
)
_OWN = (
    *("number", "completed_at", "created_at", "canceled_at", "store", "email", "user_email"),
    *("currency", "channel", "special_instructions"),
)
_CHECKED = ("item_total", "ship_total", "total")


class OrderRow(msgspec.Struct, frozen=True, kw_only=True):
    """One line item of an order, and the order."""

    number: str | None = None
    completed_at: str | None = None
    created_at: str | None = None
    canceled_at: str | None = None
    store: str | None = None
    email: str | None = None
    user_email: str | None = None
    currency: str | None = None
    channel: str | None = None
    special_instructions: str | None = None
    bill_firstname: str | None = None
    bill_lastname: str | None = None
    bill_company: str | None = None
    bill_address1: str | None = None
    bill_address2: str | None = None
    bill_city: str | None = None
    bill_zipcode: str | None = None
    bill_phone: str | None = None
    bill_country: str | None = None
    bill_state: str | None = None
    ship_firstname: str | None = None
    ship_lastname: str | None = None
    ship_company: str | None = None
    ship_address1: str | None = None
    ship_address2: str | None = None
    ship_city: str | None = None
    ship_zipcode: str | None = None
    ship_phone: str | None = None
    ship_country: str | None = None
    ship_state: str | None = None
    item_total: str | None = None
    ship_total: str | None = None
    promo_total: str | None = None
    included_tax_total: str | None = None
    additional_tax_total: str | None = None
    other_total: str | None = None
    total: str | None = None
    payment_method: str | None = None
    payment_state: str | None = None
    payment_amount: str | None = None
    payment_refunded: str | None = None
    payment_reference: str | None = None
    shipping_method: str | None = None
    shipment_state: str | None = None
    tracking: str | None = None
    shipped_at: str | None = None
    sku: str | None = None
    variant_id: str | None = None
    quantity: str | None = None
    price: str | None = None


# From rows.


def told(rows: Rows) -> Mapping[str, Any]:
    """Tell of an order as its rows do; its own columns are those of the first one."""
    order = {name: value for name, value in rows[0].items() if value}
    return {
        **{name: order[name] for name in (*_OWN, *_CHECKED) if name in order},
        "bill_address": _address(order, "bill"),
        "ship_address": _address(order, "ship"),
        "line_items": [_line(row) for row in rows],
        "adjustments": list(_adjustments(order)),
        "shipments": list(_shipments(order)),
        "payments": list(_payments(order)),
    }


def _address(order: Mapping[str, str], kind: str) -> Mapping[str, str] | None:
    said = {name: order.get(f"{kind}_{name}", "") for name in _OF_ADDRESS}
    said |= {
        "country_iso": order.get(f"{kind}_country", ""),
        "state_name": order.get(f"{kind}_state", ""),
    }
    return said if any(said.values()) else None


def _line(row: Mapping[str, str]) -> Mapping[str, str]:
    columns = ("sku", "variant_id", "quantity", "price")
    return {name: row[name] for name in columns if row.get(name)}


def _adjustments(order: Mapping[str, str]) -> Iterator[Mapping[str, object]]:
    yield from _adjustment(order, "promo_total", "Promotions", "promotion")
    yield from _adjustment(order, "additional_tax_total", "Taxes", "tax")
    for included in _adjustment(order, "included_tax_total", "Taxes", "tax"):
        yield {**included, "included": True}
    yield from _adjustment(order, "other_total", "Other", "manual")


def _adjustment(
    order: Mapping[str, str], column: str, label: str, kind: str
) -> Iterator[Mapping[str, object]]:
    amount = order.get(column, "")
    if amount.strip("-0."):
        yield {"label": label, "amount": amount, "kind": kind}


def _shipments(order: Mapping[str, str]) -> Iterator[Mapping[str, object]]:
    if "shipment_state" in order or order.get("ship_total", "").strip("-0."):
        yield {
            "cost": order.get("ship_total"),
            "state": order.get("shipment_state"),
            **{n: order.get(n) for n in ("shipping_method", "tracking", "shipped_at")},
        }


def _payments(order: Mapping[str, str]) -> Iterator[Mapping[str, object]]:
    if "payment_amount" in order or "payment_method" in order:
        yield {
            "payment_method": order.get("payment_method"),
            "state": order.get("payment_state"),
            "amount": order.get("payment_amount"),
            "refunded": order.get("payment_refunded"),
            "reference": order.get("payment_reference"),
            "created_at": order.get("completed_at"),
        }


# To rows.


def rows_of(past: PastOrder) -> Iterator[OrderRow]:
    """Write an order as rows."""
    own = {
        **{name: _text(getattr(past, name)) for name in _OWN},
        **_of_address(past.bill_address, "bill"),
        **_of_address(past.ship_address, "ship"),
        **_of_sums(past),
        **_of_payments(past),
        **_of_shipments(past),
    }
    for line in past.line_items:
        yield OrderRow(**own, **_of_line(line))


def _text(value: object) -> str | None:
    if value is None or isinstance(value, str):
        return value
    return msgspec.to_builtins(value)  # type: ignore[no-any-return]


def _of_address(address: GivenAddress | None, kind: str) -> Mapping[str, str | None]:
    if address is None:
        return {}
    return {
        **{f"{kind}_{name}": getattr(address, name) for name in _OF_ADDRESS},
        f"{kind}_country": address.country_iso,
        f"{kind}_state": address.state_name,
    }


def _of_sums(past: PastOrder) -> Mapping[str, str | None]:
    names = ("item_total", "ship_total", "promo_total", "included_tax_total")
    sums = {name: getattr(past, name) for name in (*names, "additional_tax_total", "total")}
    named = (past.promo_total, past.additional_tax_total)
    other = _minor(past.adjustment_total, past) - sum(_minor(each, past) for each in named)
    return {**sums, "other_total": decimal_text(other, past.currency or "")}


def _of_payments(past: PastOrder) -> Mapping[str, str | None]:
    """Tell of the payments that count, together: those taken, or else one that may yet be."""
    taken = [each for each in past.payments if each.state == "completed"]
    open_ = [each for each in past.payments if each.state in {"pending", "checkout"}]
    counting = taken or open_[:1] or past.payments[:1]
    if not counting:
        return {}
    first = counting[0]
    amount = sum(_minor(each.captured or each.amount, past) for each in counting)
    return {
        "payment_method": first.payment_method,
        "payment_state": first.state,
        "payment_amount": decimal_text(amount, past.currency or ""),
        "payment_refunded": _refunded(counting, past),
        "payment_reference": first.response_code if len(counting) == 1 else None,
    }


def _refunded(payments: Sequence[PastPayment], past: PastOrder) -> str:
    refunded = sum(_minor(each.refunded, past) for each in payments)
    return decimal_text(refunded, past.currency or "")


def _of_shipments(past: PastOrder) -> Mapping[str, str | None]:
    """Tell of parcels as one, which is sent when all are."""
    if not past.shipments:
        return {}
    states = {each.state for each in past.shipments}
    waiting = next((each for each in past.shipments if each.state != "shipped"), None)
    first = waiting or past.shipments[0]
    alone = len(past.shipments) == 1
    return {
        "shipping_method": first.shipping_method,
        "shipment_state": first.state if len(states) > 1 else states.pop(),
        "tracking": first.tracking if alone else None,
        "shipped_at": _text(first.shipped_at),
    }


def _of_line(line: PastLine) -> Mapping[str, str | None]:
    return {
        "sku": line.sku,
        "variant_id": None if line.variant_id is None else str(line.variant_id),
        "quantity": str(line.quantity),
        "price": line.price,
    }


def _minor(amount: str | None, past: PastOrder) -> int:
    return parsed(amount or "0", past.currency or "")
