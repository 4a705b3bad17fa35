"""Every machine word an error may carry: its status, what it means, and what to do about it.

``docs/errors.md`` is written from this table, and a test finds any code that is missing here.
"""

import msgspec

from ringup.domain.payments.declines import TEXTS, Decline


class Code(msgspec.Struct, frozen=True):
    """One code: the HTTP status it comes with, the cause, and the mend."""

    status: int
    cause: str
    mend: str


_FIX = "Correct the field named in `errors`."
_ANOTHER_CARD = "Ask the buyer for another card or another way to pay."
_READ_AGAIN = "Read the order again and see what it allows now."

GENERAL: dict[str, Code] = {
    "not_authenticated": Code(401, "No API key and no order token was given.", "Send one."),
    "invalid_api_key": Code(401, "Nobody has the key that was given.", "Check the key."),
    "not_authorized": Code(
        401,
        "The caller is known, or holds a wrong order token, and may not do this.",
        "Use the order's own token, its owner's key or an admin's.",
    ),
    "not_found": Code(404, "Nothing is there.", "Check the path and the number or id in it."),
    "method_not_allowed": Code(
        405, "The path exists, but not for this method.", "Use one of the header `Allow`."
    ),
    "malformed": Code(
        400,
        "Query or body cannot be read: broken JSON, bad UTF-8, a NUL character, too deep.",
        "Send valid parameters.",
    ),
    "too_large": Code(413, "The body is larger than 1 MB.", "Send less at a time."),
    "unsupported_media_type": Code(
        415, "The body is in a form that is not read here.", "Send JSON or a form."
    ),
    "order_being_placed": Code(
        409,
        "Payments for the order are being asked for right now.",
        "Try again after `Retry-After` seconds; the first request's outcome will stand.",
    ),
    "payment_in_progress": Code(
        409,
        "A gateway is being asked about this payment right now.",
        "Try again after `Retry-After` seconds.",
    ),
    "idempotency_key_in_flight": Code(
        409,
        "The first request with this `Idempotency-Key` is still running.",
        "Repeat it after `Retry-After` seconds, with the same key: it gets the first one's answer.",
    ),
    "stale_version": Code(
        412, "The order was changed since the version that `If-Match` names.", _READ_AGAIN
    ),
    "too_many_requests": Code(
        429,
        "A limit of the shop is reached: by the caller, by the address, for one order, or by "
        "wrong coupon codes and credentials. Nothing was done.",
        "Try again after `Retry-After` seconds.",
    ),
    "internal_error": Code(
        500,
        "A fault of the program. Nothing was half done.",
        "Report it with the answer's `X-Request-Id`.",
    ),
    "unavailable": Code(
        503,
        "The database cannot be reached, or is too busy.",
        "Try again after `Retry-After` seconds.",
    ),
    "refused": Code(422, "A refusal without a word of its own.", "Read `error`."),
}
"""What any endpoint may answer."""

PROBLEMS: dict[str, Code] = {
    "invalid": Code(422, "Several fields are wrong, or one is in no valid form.", _FIX),
    "cannot_advance": Code(
        422, "Several things stand against leaving the step.", "Mend what `errors` names."
    ),
    # the form of the input
    "required": Code(422, "A field is missing or blank.", _FIX),
    "not_text": Code(422, "A text was expected.", _FIX),
    "not_a_number": Code(422, "A number was expected.", _FIX),
    "not_whole": Code(422, "A whole number was expected.", _FIX),
    "out_of_range": Code(422, "The number is too small or too large.", _FIX),
    "not_a_choice": Code(422, "One of a few words was expected.", _FIX),
    "not_a_time": Code(422, "A time was expected, as ISO 8601 writes it.", _FIX),
    "settings_invalid": Code(
        422, "A plug-in does not take these settings.", "See the plug-in's description."
    ),
    "not_there": Code(422, "The field names something that does not exist.", _FIX),
    "in_use": Code(
        422, "Other things of the store could not be without it.", "Change or remove those first."
    ),
    "default_needed": Code(422, "One store is the default.", "Make another one the default first."),
    "store_not_found": Code(
        422, "There is no store of this code.", "Take a code of `GET /api/stores`."
    ),
    "not_a_flag": Code(422, "True or false was expected.", _FIX),
    "not_an_object": Code(422, "An object was expected.", _FIX),
    "not_a_list": Code(422, "A list was expected, or an object keyed by index.", _FIX),
    "too_long": Code(422, "The text is too long.", _FIX),
    "too_many": Code(422, "The collection has too many entries.", "Send fewer at a time."),
    "idempotency_key_invalid": Code(
        422, "An `Idempotency-Key` has 1 to 255 visible characters.", "Send a random one."
    ),
    "idempotency_key_reused": Code(
        422,
        "The `Idempotency-Key` was used before for a request with other parameters.",
        "Use a new key for a new request.",
    ),
    "page_invalid": Code(422, "`page` or `per_page` is out of its limits.", _FIX),
    "search_attribute_unknown": Code(
        422, "The list cannot be searched or sorted by this.", "See the endpoint's attributes."
    ),
    "search_value_invalid": Code(422, "The predicate does not take this value.", _FIX),
    # the cart
    "variant_not_found": Code(422, "There is no such variant.", "Check the id or the SKU."),
    "not_sold_in_currency": Code(
        422, "The variant has no price in the order's currency.", "Choose another."
    ),
    "currency_unsupported": Code(
        422, "The shop does not sell in this currency.", "Use one of the store's currencies."
    ),
    "line_item_not_found": Code(422, "The order has no such line.", "Read the order again."),
    "quantity_invalid": Code(422, "The quantity is no whole number from 1 up.", _FIX),
    "price_invalid": Code(422, "The price is no amount of the currency.", _FIX),
    "insufficient_stock": Code(
        422, "There is not enough in stock.", "Lower the quantity or remove the line."
    ),
    "stock_below_zero": Code(
        422, "A count would be below zero where nothing is sold before it is there.", _FIX
    ),
    "stock_too_large": Code(422, "More than can be counted in one place.", _FIX),
    "too_many_line_items": Code(422, "The order has too many lines.", "Make another order."),
    "order_too_large": Code(422, "The order's total would be too large.", "Order less."),
    "line_items_required": Code(422, "The cart is empty.", "Add a line item."),
    "email_required": Code(422, "The order has no email.", "Set `order[email]`."),
    "email_invalid": Code(422, "The email cannot be one.", _FIX),
    "email_too_long": Code(422, "The email is longer than 254 characters.", _FIX),
    # addresses
    "address_required": Code(422, "The order lacks the address.", "Set it."),
    "address_not_found": Code(422, "The order has no such address.", "Read the order again."),
    "country_not_found": Code(422, "There is no such country.", "See `/api/countries`."),
    "state_not_found": Code(422, "There is no such state.", "See `/api/states`."),
    "zipcode_invalid": Code(422, "No postal code of the country looks like this.", _FIX),
    "state_not_in_country": Code(422, "The state is not one of the country's.", _FIX),
    # delivery
    "not_shipped_to": Code(
        422, "The order's store does not ship there.", "Send to an address in its zones."
    ),
    "no_shipping_method": Code(
        422, "No shipping method serves the address.", "Send to another address."
    ),
    "shipping_method_required": Code(422, "No shipping method is chosen.", "Choose one."),
    "shipping_method_not_found": Code(422, "There is no such shipping method.", _FIX),
    "shipping_method_not_offered": Code(
        422, "The method does not serve this order.", "Take one of `shipping_methods`."
    ),
    "shipping_rate_not_found": Code(422, "The shipment has no such rate.", _FIX),
    "shipment_not_found": Code(422, "The order has no such shipment.", _FIX),
    # payment
    "payment_required": Code(422, "The order has no payment.", "Create one."),
    "payments_do_not_cover": Code(
        422, "The payments do not cover the total.", "Create one that covers the rest."
    ),
    "payment_method_required": Code(422, "The payment names no method.", _FIX),
    "payment_method_not_found": Code(422, "There is no such payment method.", _FIX),
    "one_payment": Code(
        422, "`payments_attributes` must hold one payment.", "Use the order's `/payments` for more."
    ),
    "source_required": Code(422, "The method needs a card.", "Give `payment_source`."),
    "card_not_accepted": Code(422, "The method takes no card.", "Leave the card out."),
    "card_not_found": Code(
        422, "The owner has no such card.", "Name one of the owner's cards, or give a new one."
    ),
    "amount_invalid": Code(422, "The amount is no amount of the currency above zero.", _FIX),
    "amount_too_large": Code(422, "The amount is more than there is to take.", _FIX),
    "amount_exceeds_owed": Code(422, "The amount is more than the order owes.", _FIX),
    "insufficient_store_credit": Code(
        422, "The buyer has not that much store credit.", "Pay the rest by another method."
    ),
    "insufficient_gift_card": Code(
        422, "There is not that much left on the gift card.", "Pay the rest by another method."
    ),
    "moment_invalid": Code(
        422, "That is no moment in time.", "Write it in ISO 8601, with its offset."
    ),
    "gift_card_not_found": Code(422, "No gift card has this code.", "Check the code."),
    "gift_card_expired": Code(422, "The gift card has expired.", "Pay by another method."),
    "gift_card_currency": Code(
        422, "The gift card is in another currency than the order.", "Pay by another method."
    ),
    "payment_state": Code(422, "The payment's state does not allow this.", _READ_AGAIN),
    "payment_not_editable": Code(403, "The payment was processed already.", _READ_AGAIN),
    "payment_cannot_move": Code(422, "The payment's state does not allow this.", _READ_AGAIN),
    "last_admin": Code(
        422,
        "Nobody would be left who could run the shop.",
        "Give another user the role `admin` and a key first, or the admin another key.",
    ),
    "taken_when_placed": Code(
        422,
        "Store credit and gift cards are taken when the order is placed.",
        "Let the order be placed.",
    ),
    "credit_too_large": Code(422, "More was to be given back than was taken.", "Credit less."),
    # coupons
    "coupon_not_found": Code(422, "There is no such coupon code.", "Check the code."),
    "coupon_expired": Code(422, "The coupon's time is over, or has not come.", "Leave it out."),
    "coupon_not_eligible": Code(422, "The order does not fulfil its conditions.", "See `errors`."),
    "coupon_already_applied": Code(422, "The order has the coupon already.", "Nothing to do."),
    "coupon_usage_limit": Code(422, "The coupon is used up.", "Leave it out."),
    # the order as a whole
    "step_ahead": Code(422, "Steps cannot be skipped.", "Advance one step at a time."),
    "step_unknown": Code(422, "The checkout has no such step.", "See `checkout_steps`."),
    "order_completed": Code(422, "A completed order does not change.", "Cancel it, or return."),
    "number_invalid": Code(422, "The number is not of this shop's form.", _FIX),
    "number_taken": Code(422, "Another order has this number.", _FIX),
    "parcels_differ": Code(422, "The shipments do not hold what was ordered.", _FIX),
    "totals_differ": Code(422, "A total is not the sum of its parts.", _FIX),
    "order_imported": Code(422, "An imported order stays as it was.", _READ_AGAIN),
    "user_not_found": Code(422, "There is no such user.", _FIX),
    "order_canceled": Code(422, "A canceled order does not change.", "Resume it first."),
    "line_item_sent": Code(422, "What was sent stays in the order.", "Authorize a return."),
    "order_not_complete": Code(422, "Only a completed order can do this.", "Complete it first."),
    "order_not_canceled": Code(422, "Only a canceled order can be resumed.", _READ_AGAIN),
    "order_not_paid": Code(
        422, "A shipment is sent once its order is paid.", "Capture the order's payments."
    ),
    "shipment_backordered": Code(
        422, "Some of it is not there yet.", "Wait for it, or move it to a shipment of its own."
    ),
    "shipment_lacks_items": Code(
        422, "The shipment does not hold so many of the variant.", "Move fewer."
    ),
    "shipment_not_ready": Code(
        422, "Several things stand against sending the shipment.", "Read the order again."
    ),
    "shipment_state": Code(422, "The shipment's state does not allow this.", _READ_AGAIN),
    "stock_location_not_found": Code(422, "There is no such stock location in use.", _FIX),
    "recovery_invalid": Code(
        422, "The recovery token is none of this shop's, or the order's email is another now.", _FIX
    ),
    "recovery_expired": Code(
        422, "The recovery token is too old.", "Have the shop send another link."
    ),
    # what comes back
    "nothing_shipped": Code(
        422, "Nothing of the order was sent yet.", "Cancel it, or take lines out of it."
    ),
    "quantity_not_returnable": Code(
        422, "Not so many were sent and have neither come back nor are awaited.", _FIX
    ),
    "return_empty": Code(422, "The return names nothing.", "Add what may come back."),
    "return_item_not_found": Code(422, "The return has no such item.", "Read the return again."),
    "return_reason_not_found": Code(
        422, "There is no such reason.", "See `/api/return_authorization_reasons`."
    ),
    "return_received": Code(
        422, "Some of the return has come back already.", "Authorize another return."
    ),
    "return_state": Code(422, "The return's state does not allow this.", _READ_AGAIN),
    "stock_item_not_found": Code(
        422, "The stock location does not keep the variant.", "Choose another location."
    ),
    "order_has_payments": Code(422, "Money is reserved or taken for it.", "Void its payments."),
    "order_shipped": Code(422, "What has shipped cannot be canceled.", "Authorize a return."),
    # The catalogue.
    "picture_invalid": Code(
        422, "The file is no picture that can be kept.", "Send a JPEG, PNG, GIF or WebP."
    ),
    "url_invalid": Code(422, "The address leads nowhere that a browser goes.", _FIX),
    "variant_is_master": Code(
        422, "The variant stands for its product.", "Delete the product instead."
    ),
    "taken": Code(422, "Another one has this already, and no two may.", "Choose another."),
    "taxon_not_found": Code(422, "There is no such taxon in the taxonomy.", "See its taxons."),
    "taxon_in_itself": Code(422, "A taxon cannot grow from itself.", "Choose another parent."),
    "taxon_is_root": Code(422, "A taxonomy's root stays what it is.", "Change the taxonomy."),
    "taxon_too_deep": Code(422, "The tree would grow too high.", "Choose another parent."),
}
"""What is wrong with the input or stands against a step: 422, with ``errors`` by field."""

_MENDS = {
    Decline.PROCESSING_ERROR: "Try again; the same card may do.",
    Decline.AUTHENTICATION_REQUIRED: "Have the buyer authenticate, then pay again.",
    Decline.GATEWAY_MISCONFIGURED: "Tell the shop: its gateway's settings are wrong.",
    Decline.INVALID_REQUEST: _READ_AGAIN,
}

DECLINES: dict[str, Code] = {
    decline.value: Code(422, text, _MENDS.get(decline, _ANOTHER_CARD))
    for decline, text in TEXTS.items()
}
"""What a gateway may say: 422, the order back in ``payment``."""

CODES: dict[str, Code] = {**GENERAL, **PROBLEMS, **DECLINES}


def status_of(code: str) -> int:
    """Tell the status a code comes with; 422 for one that a plug-in brought."""
    known = CODES.get(code)
    return known.status if known else 422
