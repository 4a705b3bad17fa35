"""The columns of Shopify's orders export, as what is told of orders that were placed elsewhere.

An order there is several rows under one name: the first tells of it, each has a line item.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeAlias

from ringup.bulk.gathering import NotTold, Rows
from ringup.domain.money import Minor, NotAnAmount, decimal_text, parsed
from ringup.domain.order import NUMBER_DIGITS

NAME, SKU, STATUS = "Name", "Lineitem sku", "Financial Status"

Row: TypeAlias = Mapping[str, Any]

_ADDRESS = {
    "address1": "Address1",
    "address2": "Address2",
    "company": "Company",
    "city": "City",
    "zipcode": "Zip",
    "state_name": "Province",
    "country_iso": "Country",
    "phone": "Phone",
}
_PAID = {
    "paid": "completed",
    "partially_paid": "completed",
    "partially_refunded": "completed",
    "refunded": "completed",
    "authorized": "pending",
    "voided": "void",
}


def is_shopify_orders(columns: Sequence[str]) -> bool:
    """Recognise the layout by its columns."""
    return {NAME, SKU, STATUS, "Lineitem price", "Created at", "Total"} <= set(columns)


def told(rows: Rows) -> Mapping[str, Any]:
    """Tell of an order as its rows do. Raises ``NotTold``."""
    order = rows[0]
    sums = _Sums(rows)
    return {
        "number": _number(order[NAME]),
        "completed_at": _moment(order["Created at"]),
        "canceled_at": _moment(order.get("Cancelled at", "")),
        "email": order.get("Email"),
        "currency": sums.currency,
        "channel": order.get("Source") or "shopify",
        "special_instructions": order.get("Notes"),
        "bill_address": _address(order, "Billing"),
        "ship_address": _address(order, "Shipping"),
        "line_items": [_line(row) for row in rows],
        "adjustments": list(sums.adjustments()),
        "shipments": list(_shipments(rows)),
        "payments": list(sums.payments()),
        "total": sums.text(sums.total - sums.credited),
    }


def _number(name: str) -> str:
    """Make ``R000001001`` of ``#1001``."""
    found = re.fullmatch(rf"\D*(\d{{1,{NUMBER_DIGITS}}})\D*", name)
    if found is None:
        raise NotTold(f"{NAME}: must have one number of at most {NUMBER_DIGITS} digits, not {name}")
    return f"R{found[1]:0>{NUMBER_DIGITS}}"


def _moment(text: str) -> str:
    """Write ``2024-05-04 10:00:00 -0400`` as the API has it; others are left as they are."""
    try:
        return datetime.strptime(text, "%Y-%m-%d %H:%M:%S %z").isoformat()
    except ValueError:
        return text


def _address(order: Row, kind: str) -> Mapping[str, str] | None:
    said = {ours: order.get(f"{kind} {theirs}", "") for ours, theirs in _ADDRESS.items()}
    if not any(said.values()):
        return None
    first, _, last = order.get(f"{kind} Name", "").strip().rpartition(" ")
    zipcode = said["zipcode"].lstrip("'")
    return {**said, "firstname": first, "lastname": last, "zipcode": zipcode}


def _line(row: Row) -> Mapping[str, str]:
    sku = row[SKU].lstrip("'")
    if not sku:
        named = row.get("Lineitem name", "")
        raise NotTold(f"{SKU}: is missing of {named}: only what has one can be found here")
    return {"sku": sku, "quantity": row["Lineitem quantity"], "price": row["Lineitem price"]}


def _shipments(rows: Rows) -> Iterator[Mapping[str, Any]]:
    """Tell what was sent, and what was not; all the cost is the first one's."""
    order = rows[0]
    sent = [row for row in rows if _is_sent(row, order)]
    open_ = [row for row in rows if not _is_sent(row, order)]
    if all(row.get("Lineitem requires shipping", "").lower() == "false" for row in rows):
        return
    cost = order.get("Shipping")
    for state, those in (("shipped", sent), ("ready", open_)):
        if those:
            yield {
                "state": "canceled" if state == "ready" and order.get("Cancelled at") else state,
                "cost": cost,
                "shipping_method": order.get("Shipping Method"),
                "shipped_at": _moment(order.get("Fulfilled at", "")) if state == "shipped" else "",
                "items": [_goods(row) for row in those] if sent and open_ else [],
            }
            cost = "0"


def _is_sent(row: Row, order: Row) -> bool:
    status: str = order.get("Fulfillment Status", "")
    of_line: str = row.get("Lineitem fulfillment status", "")
    return status == "fulfilled" or (status == "partial" and of_line == "fulfilled")


def _goods(row: Row) -> Mapping[str, str]:
    return {"sku": row[SKU].lstrip("'"), "quantity": row["Lineitem quantity"]}


class _Sums:
    """What an order comes to, in minor units. Raises ``NotTold`` for what is no amount."""

    def __init__(self, rows: Rows) -> None:
        self._order = rows[0]
        self.currency: str = self._order.get("Currency") or "USD"
        self.total = self._of("Total")
        self._discount, self._taxes = self._of("Discount Amount"), self._of("Taxes")
        items = sum(self._of("Lineitem price", row) * _quantity(row) for row in rows)
        self._rest = self.total - items - self._of("Shipping") + self._discount
        canceled = bool(self._order.get("Cancelled at"))
        self._refunded = self._of("Refunded Amount")
        self.credited = 0 if canceled else self._refunded

    def text(self, amount: Minor) -> str:
        return decimal_text(amount, self.currency)

    def _of(self, column: str, row: Row | None = None) -> Minor:
        text = (self._order if row is None else row).get(column, "")
        try:
            return parsed(text or "0", self.currency)
        except NotAnAmount as error:
            raise NotTold(f"{column}: {error}") from error

    def adjustments(self) -> Iterator[Mapping[str, Any]]:
        """Tell of discounts and taxes. Taxes that the total has no room for were in the prices.

        What then is left of it are tips, duties and the like.
        """
        included = self._rest < self._taxes
        other = self._rest if included else self._rest - self._taxes
        code = self._order.get("Discount Code")
        for amount, label, kind in (
            (-self._discount, code or "Discount", "promotion"),
            (self._taxes, "Taxes", "tax"),
            (other, "Other", "manual"),
            (-self.credited, "Refund", "return"),
        ):
            if amount:
                contained = {"included": True} if included and kind == "tax" else {}
                yield {"label": label, "amount": self.text(amount), "kind": kind, **contained}

    def payments(self) -> Iterator[Mapping[str, Any]]:
        """Tell of the one payment, if there was anything to pay."""
        status = self._order[STATUS]
        part = self._of("Outstanding Balance") if status == "partially_paid" else 0
        if self.total:
            yield {
                "payment_method": self._order.get("Payment Method"),
                "state": _PAID.get(status, "checkout"),
                "amount": self.text(self.total - part),
                "refunded": self.text(self._refunded),
                "reference": self._order.get("Payment Reference"),
                "created_at": _moment(self._order.get("Paid at", "")),
            }


def _quantity(row: Row) -> int:
    text = row["Lineitem quantity"]
    if not (text.isascii() and text.isdigit()):
        raise NotTold("Lineitem quantity: must be a whole number")
    return int(text)
