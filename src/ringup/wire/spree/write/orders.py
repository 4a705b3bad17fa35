"""An order as its answers give it, whole."""

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from ringup.domain.checkout import flow
from ringup.domain.order import Order, Totals
from ringup.domain.problems import Problem
from ringup.services.asking import OrderView
from ringup.services.ports.gateway import Gateway
from ringup.web.languages import translated
from ringup.wire.spree.write.addresses import address_record
from ringup.wire.spree.write.adjustments import ORDER, adjustment_records
from ringup.wire.spree.write.lines import line_item_record
from ringup.wire.spree.write.payments import card_records, payment_method_records, payment_record
from ringup.wire.spree.write.pen import Pen, moment, moment_or_none
from ringup.wire.spree.write.records import OrderRecord, PermissionsRecord
from ringup.wire.spree.write.shipments import offered_method_records, shipment_record


def order_record(view: OrderView, gateways: Mapping[str, Gateway], locale: str) -> OrderRecord:
    """Write an order for the caller, in the language ``locale``."""
    order, shop = view.order, view.facts.shop
    pen = pen_for(view, locale)
    return OrderRecord(
        id=order.id,
        number=order.number,
        state=order.state,
        email=order.email,
        user_id=order.user_id,
        currency=order.currency,
        channel=order.channel,
        special_instructions=order.special_instructions,
        **_amounts(order.totals, pen),
        total_quantity=order.total_quantity,
        shipment_state=order.shipment_state,
        payment_state=order.payment_state,
        **_moments(order),
        considered_risky=order.considered_risky,
        token=view.token,
        checkout_steps=[step for step in flow.steps_for(order, view.facts) if step != "cart"],
        bill_address=address_record(order.bill_address, shop, locale)
        if order.bill_address
        else None,
        ship_address=address_record(order.ship_address, shop, locale)
        if order.ship_address
        else None,
        line_items=[line_item_record(line, pen) for line in order.line_items],
        payments=[payment_record(payment, pen) for payment in order.payments],
        shipments=[shipment_record(parcel, order.number, pen) for parcel in order.shipments],
        adjustments=adjustment_records(order.adjustments, ORDER, order.id, pen),
        credit_cards=card_records(order.payments),
        permissions=PermissionsRecord(can_update=view.caller.admin or not order.is_complete),
        shipping_methods=_shipping_methods(order, pen),
        payment_methods=_payment_methods(view, gateways),
        metadata=dict(order.metadata) if order.metadata else msgspec.UNSET,
        errors=messages_by_field(view.problems, locale) if view.problems else msgspec.UNSET,
    )


def pen_for(view: OrderView, locale: str) -> Pen:
    """Take the pen for an order's currency."""
    return Pen(currency=view.order.currency, locale=locale, facts=view.facts)


def messages_by_field(problems: Iterable[Problem], locale: str) -> dict[str, list[str]]:
    """Gather the messages of each field, each once, for people who read ``locale``."""
    errors: dict[str, list[str]] = {}
    for problem in problems:
        messages = errors.setdefault(problem.field, [])
        message = translated(problem.message, locale)
        if message not in messages:
            messages.append(message)
    return errors


def _amounts(totals: Totals, pen: Pen) -> dict[str, Any]:
    return {
        "item_total": pen.amount(totals.item_total),
        "ship_total": pen.amount(totals.ship_total),
        "adjustment_total": pen.amount(totals.adjustment_total),
        "tax_total": pen.amount(totals.tax_total),
        "included_tax_total": pen.amount(totals.included_tax_total),
        "additional_tax_total": pen.amount(totals.additional_tax_total),
        "promo_total": pen.amount(totals.promo_total),
        "total": pen.amount(totals.total),
        "payment_total": pen.amount(totals.payment_total),
        "outstanding_balance": pen.amount(totals.outstanding),
        "display_item_total": pen.display(totals.item_total),
        "display_ship_total": pen.display(totals.ship_total),
        "display_adjustment_total": pen.display(totals.adjustment_total),
        "display_tax_total": pen.display(totals.tax_total),
        "display_included_tax_total": pen.display(totals.included_tax_total),
        "display_additional_tax_total": pen.display(totals.additional_tax_total),
        "display_total": pen.display(totals.total),
    }


def _moments(order: Order) -> dict[str, Any]:
    return {
        "created_at": moment(order.created_at),
        "updated_at": moment(order.updated_at),
        "completed_at": moment_or_none(order.completed_at),
        "canceled_at": moment_or_none(order.canceled_at),
        "approved_at": moment_or_none(order.approved_at),
    }


def _shipping_methods(order: Order, pen: Pen) -> Any:  # noqa: ANN401 - a list, or nothing at all
    return offered_method_records(order, pen) if order.state == "delivery" else msgspec.UNSET


def _payment_methods(view: OrderView, gateways: Mapping[str, Gateway]) -> Any:  # noqa: ANN401 - as above
    if view.order.state != "payment":
        return msgspec.UNSET
    return payment_method_records(view.facts, gateways)
