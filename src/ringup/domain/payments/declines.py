"""Why gateways refuse: one closed list of reasons for all of them, with texts for people."""

from enum import StrEnum


class Decline(StrEnum):
    """A reason; each gateway's own words are translated into one of these."""

    AUTHENTICATION_REQUIRED = "authentication_required"
    CALL_ISSUER = "call_issuer"
    CARD_DECLINED = "card_declined"
    CURRENCY_NOT_SUPPORTED = "currency_not_supported"
    DUPLICATE = "duplicate"
    EXPIRED_CARD = "expired_card"
    FRAUD_SUSPECTED = "fraud_suspected"
    GATEWAY_MISCONFIGURED = "gateway_misconfigured"
    INCORRECT_ADDRESS = "incorrect_address"
    INCORRECT_NUMBER = "incorrect_number"
    INCORRECT_ZIP = "incorrect_zip"
    INSUFFICIENT_FUNDS = "insufficient_funds"
    INVALID_AMOUNT = "invalid_amount"
    INVALID_CVC = "invalid_cvc"
    INVALID_EXPIRY_DATE = "invalid_expiry_date"
    INVALID_REQUEST = "invalid_request"
    LOST_OR_STOLEN = "lost_or_stolen"
    PROCESSING_ERROR = "processing_error"


TEXTS: dict[Decline, str] = {
    Decline.AUTHENTICATION_REQUIRED: "The bank asks the buyer to authenticate.",
    Decline.CALL_ISSUER: "The card was declined; please call the bank that issued it.",
    Decline.CARD_DECLINED: "The card was declined.",
    Decline.CURRENCY_NOT_SUPPORTED: "The card cannot be charged in this currency.",
    Decline.DUPLICATE: "The same charge was made a moment ago.",
    Decline.EXPIRED_CARD: "The card has expired.",
    Decline.FRAUD_SUSPECTED: "The payment was refused.",
    Decline.GATEWAY_MISCONFIGURED: "The shop cannot take this kind of payment at the moment.",
    Decline.INCORRECT_ADDRESS: "The bank knows the card under another address.",
    Decline.INCORRECT_NUMBER: "The card's number is not right.",
    Decline.INCORRECT_ZIP: "The bank knows the card under another postal code.",
    Decline.INSUFFICIENT_FUNDS: "There is not enough money on the card.",
    Decline.INVALID_AMOUNT: "The amount cannot be charged.",
    Decline.INVALID_CVC: "The card's verification value is not right.",
    Decline.INVALID_EXPIRY_DATE: "The card's expiry date is not right.",
    Decline.INVALID_REQUEST: "The payment does not allow this.",
    Decline.LOST_OR_STOLEN: "The card was declined.",
    Decline.PROCESSING_ERROR: "The payment could not be processed; please try again.",
}
"""What people are told where the gateway gave no text. Suspicions and stolen cards are not named:
whoever holds the card need not learn of them."""

MAY_BE_RETRIED = frozenset({Decline.PROCESSING_ERROR})
"""The reasons for which the same card may do a moment later."""

_BY_CODE = {decline.value: decline for decline in Decline}


def known(code: str) -> Decline:
    """Read a code; what is not on the list counts as a plain refusal."""
    return _BY_CODE.get(code, Decline.CARD_DECLINED)


def text_of(code: str) -> str:
    """Give the text for people."""
    return TEXTS[known(code)]
