"""What a buyer is credited for what came: its worth, less a fee, and what it cost to send."""

from datetime import datetime

import msgspec

from ringup.domain.fulfilment.returns.authorizing import with_authorization
from ringup.domain.fulfilment.returns.counting import authorization_in
from ringup.domain.money import WHOLE, Minor, NotAnAmount, decimal_text, parsed, rounded
from ringup.domain.order import Adjustment, ChildIds, Order
from ringup.domain.problems import Invalid, Problem
from ringup.domain.returning import ReturnAuthorization

replace = msgspec.structs.replace


class Settlement(msgspec.Struct, frozen=True, kw_only=True):
    """How what comes is settled, beside its worth. Amounts are decimal texts.

    Without a ``restocking_fee`` the return's own rate is withheld. ``shipping_refund`` is given
    back of the costs of sending, or all that is left of them with ``whole_shipping``.
    """

    restocking_fee: str | None = None
    shipping_refund: str | None = None
    whole_shipping: bool = False


def credited(
    before: Order, order: Order, return_id: int, settlement: Settlement, now: datetime
) -> Order:
    """Credit the buyer for what came by a return since ``before``. Raises ``Invalid``."""
    was, authorization = (authorization_in(each, return_id) for each in (before, order))
    fee = _fee(was, authorization, settlement, order.currency)
    shipping = _shipping(order, settlement)
    settled = replace(
        authorization,
        restocking_fee=authorization.restocking_fee + fee,
        shipping_refund=authorization.shipping_refund + shipping,
    )
    order = with_authorization(order, settled)
    number = authorization.number
    order = _with_adjustment(order, return_id, f"Return {number}", was.worth - settled.worth, now)
    order = _with_adjustment(order, return_id, f"Restocking fee {number}", fee, now)
    return _with_adjustment(order, return_id, f"Shipping refund {number}", -shipping, now)


def _fee(
    was: ReturnAuthorization, now: ReturnAuthorization, settlement: Settlement, currency: str
) -> Minor:
    """Tell what is withheld; in however many parts things come, together it is the rate of all."""
    if settlement.restocking_fee is None:
        rate = now.restocking_fee_rate
        return rounded(now.worth * rate, WHOLE) - rounded(was.worth * rate, WHOLE)
    return _amount(settlement.restocking_fee, "restocking_fee", now.worth - was.worth, currency)


def _shipping(order: Order, settlement: Settlement) -> Minor:
    left = max(_paid_for_shipping(order) - sum(each.shipping_refund for each in order.returns), 0)
    if settlement.shipping_refund is not None:
        return _amount(settlement.shipping_refund, "shipping_refund", left, order.currency)
    return left if settlement.whole_shipping else 0


def _paid_for_shipping(order: Order) -> Minor:
    """Tell what was paid to have the parcels sent, with taxes and less discounts."""
    adjustments = (a for parcel in order.shipments for a in parcel.adjustments)
    beside = sum(a.amount for a in adjustments if a.eligible and not a.included)
    return order.totals.ship_total + beside


def _amount(text: str, field: str, most: Minor, currency: str) -> Minor:
    try:
        amount = parsed(text, currency)
    except NotAnAmount as reason:
        raise Invalid(Problem("", field, "amount_invalid", str(reason))) from None
    if not 0 <= amount <= most:
        message = f"must be from 0 to {decimal_text(most, currency)}"
        raise Invalid(Problem("", field, "amount_invalid", message))
    return amount


def _with_adjustment(
    order: Order, return_id: int, label: str, amount: Minor, now: datetime
) -> Order:
    if not amount:
        return order
    ids = ChildIds(order)
    adjustment = Adjustment(
        id=next(ids),
        source="return",
        source_id=return_id,
        label=label,
        amount=amount,
        locked=True,
        created_at=now,
        updated_at=now,
    )
    return replace(order, adjustments=(*order.adjustments, adjustment), last_child=ids.last)
