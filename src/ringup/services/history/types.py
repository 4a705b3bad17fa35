"""Every type of event there is, and what its data hold."""

from collections.abc import Mapping
from typing import TypeAlias

import msgspec

Fields: TypeAlias = Mapping[str, str]


class EventType(msgspec.Struct, frozen=True):
    """When it is told, and the fields of its data with their meaning."""

    when: str
    data: Fields = {}


_WAY: Fields = {"from": "the state it left", "to": "the state it came to"}
_WORTH: Fields = {"total": "what it comes to", "currency": "ISO 4217"}
_DIFFERENCE: Fields = {
    "from": "what the changed fields were",
    "to": "what they are",
}
_PAYMENT: Fields = {
    "payment": "its number",
    "amount": "what it is over",
    "captured": "what was taken in all",
    "refunded": "what was given back in all",
    "reference": "the gateway's name for it",
    "decline": "the code of the last refusal, if any",
}
_ASKED: Fields = {
    "payment": "its number",
    "kind": "`authorize`, `purchase`, `capture`, `void` or `credit`",
    "amount": "over how much",
}
_PARCEL: Fields = {
    "shipment": "its number",
    "stock_location_id": "where it leaves from",
    "quantity": "how many things are in it",
    "shipping_method_id": "how it travels",
    "cost": "what that costs",
    "tracking": "how to follow it",
}
_SENT: Fields = {"shipment": "its number", "tracking": "how to follow it"}

ORDERS: Mapping[str, EventType] = {
    "order.created": EventType(
        "an order begins",
        {
            "state": "the step it begins in",
            "currency": "ISO 4217",
            "channel": "where it came from",
            "user_id": "whose it is, if anybody's",
        },
    ),
    "order.imported": EventType(
        "an order that was placed elsewhere is taken over as it was",
        {
            "state": "`complete` or `canceled`",
            "total": "what it comes to",
            "payment_total": "what was paid of it",
            "currency": "ISO 4217",
            "channel": "where it came from",
            "user_id": "whose it is, if anybody's",
        },
    ),
    "order.changed": EventType(
        "fields of the order itself change",
        {
            "fields": "which",
            "from": "what they were, but for `email`, `special_instructions` and `metadata`",
            "to": "what they are, but for the same",
        },
    ),
    "order.items_changed": EventType(
        "something is put in, taken out, or bought at another quantity or price",
        {
            "items": "a list of `line_item`, `variant_id`, `from` and `to`, each of these with "
            "`quantity` and `price` of one, or null for a line that was not or is no more"
        },
    ),
    "address.changed": EventType(
        "an address is set or mended",
        {
            "address": "`bill` or `ship`",
            "fields": "which of its fields",
            "from": "`country_id` and `state_id`, if they changed",
            "to": "the same, as they are",
        },
    ),
    "coupon.entered": EventType(
        "a coupon is accepted", {"code": "as the shop writes it", "promotion_id": "what it gives"}
    ),
    "coupon.removed": EventType(
        "a coupon is taken back", {"code": "as the shop writes it", "promotion_id": "what it gave"}
    ),
    "order.merged": EventType(
        "a guest signed in, and what lay in their cart was put into this one",
        {"number": "of the cart that is no more"},
    ),
    "order.repriced": EventType("it comes to something else", _DIFFERENCE),
    "order.advanced": EventType("it goes on to a later step", _WAY),
    "order.sent_back": EventType("it goes back to an earlier step", _WAY),
    "order.placing": EventType("gateways are about to be asked for the money", _WORTH),
    "order.completed": EventType("it is placed", {**_WAY, **_WORTH}),
    "order.approved": EventType("an admin found it good"),
    "order.abandoned": EventType(
        "nobody touched it for so long that it counts as left (setting `abandoned_after_hours`)",
        {"state": "the step it was left in", **_WORTH},
    ),
    "order.recovered": EventType("its buyer came back to it by a recovery token"),
    "order.canceled": EventType("it is canceled", {**_WAY, **_WORTH}),
    "order.resumed": EventType("a cancellation is taken back", _WAY),
    "order.moved": EventType("a placed order moves in any other way", _WAY),
}

PAYMENTS: Mapping[str, EventType] = {
    "payment.added": EventType(
        "a payment is given",
        {
            "payment": "its number",
            "payment_method_id": "how it is paid",
            "amount": "what it is over",
            "covers_rest": "whether it follows what is owed until it is processed",
            "card": "`brand` and `last_digits`, or null",
        },
    ),
    "payment.changed": EventType(
        "a payment is over another amount", {"payment": "its number", **_DIFFERENCE}
    ),
    "payment.requested": EventType("a gateway is about to be asked", _ASKED),
    "payment.asked_again": EventType("nobody knows the answer, so the sweeper asks", _ASKED),
    "payment.unanswered": EventType("the gateway was not asked, or never said", _ASKED),
    "payment.refused": EventType(
        "the gateway refuses what was asked of a payment that stands",
        {**_ASKED, "decline": "the code of the refusal"},
    ),
    "payment.authorized": EventType("the money is reserved", _PAYMENT),
    "payment.captured": EventType("the money is taken", _PAYMENT),
    "payment.failed": EventType("the gateway declined", _PAYMENT),
    "payment.voided": EventType("what was reserved or taken is let go of", _PAYMENT),
    "payment.refunded": EventType(
        "money is given back", {**_PAYMENT, "given_back": "how much of it just now"}
    ),
    "payment.invalidated": EventType("another payment took its place", _PAYMENT),
    "payment.reopened": EventType("it can be asked for again", _PAYMENT),
}

SHIPMENTS: Mapping[str, EventType] = {
    "shipment.packed": EventType("a parcel is made up", _PARCEL),
    "shipment.changed": EventType(
        "a parcel carries or costs something else, or travels otherwise",
        {"shipment": "its number", **_DIFFERENCE},
    ),
    "shipment.filled": EventType(
        "goods have come that it waited for",
        {"shipment": "its number", "quantity": "how many things"},
    ),
    "shipment.lacking": EventType(
        "goods that were there have gone to others, and it waits for more",
        {"shipment": "its number", "quantity": "how many things"},
    ),
    "shipment.unpacked": EventType("a parcel is no more", {"shipment": "its number"}),
    "shipment.pending": EventType("it has to wait again", _SENT),
    "shipment.backordered": EventType("it waits for goods", _SENT),
    "shipment.ready": EventType("it may be sent: the order is paid", _SENT),
    "shipment.shipped": EventType("it was sent", _SENT),
    "shipment.canceled": EventType("it will not be sent", _SENT),
}

STOCK: Mapping[str, EventType] = {
    "stock.low": EventType(
        "a sale brings what is left in a place down to the setting `low_stock`, or past it",
        {
            "variant_id": "of what",
            "sku": "the same, for people",
            "stock_location_id": "where",
            "from": "`count_on_hand` before",
            "to": "`count_on_hand` now",
        },
    ),
    "stock.released": EventType(
        "the sweeper lets go of what nobody came back for",
        {"items": "a list of `variant_id`, `stock_location_id` and `quantity`"},
    ),
}

_RETURN: Fields = {
    "return": "the authorization's number",
    "reason": "why, in the shop's words",
    "items": "a list of `line_item`, `variant_id`, `quantity` and `exchange_variant_id`",
}

RETURNS: Mapping[str, EventType] = {
    "return.authorized": EventType("things may come back", _RETURN),
    "return.changed": EventType("other things may come back, or for another reason", _RETURN),
    "return.received": EventType(
        "things have come back",
        {
            "return": "the authorization's number",
            "amount": "what they are worth to the buyer",
            "restocking_fee": "what the shop keeps of that",
            "shipping_refund": "what it gives back of the costs of sending",
            "items": "a list of `line_item`, `variant_id`, `quantity`, `amount`, `tax`, `restock` "
            "and `stock_location_id`",
        },
    ),
    "return.canceled": EventType(
        "they may not come back after all", {"return": "the authorization's number"}
    ),
    "return.deleted": EventType("an authorization is forgotten", {"return": "its number"}),
}

TYPES: Mapping[str, EventType] = {**ORDERS, **PAYMENTS, **SHIPMENTS, **RETURNS, **STOCK}

COMMON = frozenset(
    {
        *("order.created", "order.changed", "order.items_changed", "address.changed"),
        *("order.repriced", "order.advanced", "order.placing", "order.completed"),
        *("payment.added", "payment.requested", "payment.authorized", "payment.captured"),
        *("shipment.packed", "shipment.changed", "shipment.ready"),
    }
)
"""What almost every checkout tells, so that some of it is near any place of the log."""
