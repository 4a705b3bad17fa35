"""Refusals become the bodies that existing clients match."""

import json

import pytest

from ringup.domain.payments.deeds import CreditTooLarge
from ringup.domain.problems import (
    BeingPlaced,
    CannotAdvance,
    Invalid,
    NotAllowed,
    NotAuthenticated,
    NotFound,
    PaymentInProgress,
    PaymentRefused,
    Problem,
    Stale,
    Unavailable,
)
from ringup.web.refusals import (
    Malformed,
    NoSuchPath,
    TooLarge,
    UnsupportedMediaType,
    WrongMethod,
)
from ringup.wire.spree.refuse import refused

BLANK = Problem("", "email", "required", "can't be blank")
EMPTY = Problem("cart", "line_items", "line_items_required", "can't be empty")

BODIES = [
    (
        NotAuthenticated(),
        401,
        {"error": "You must specify an API key.", "code": "not_authenticated"},
    ),
    (
        NotAuthenticated("KEY"),
        401,
        {"error": "Invalid API key (KEY) specified.", "code": "invalid_api_key"},
    ),
    (
        NotAllowed(),
        401,
        {"error": "You are not authorized to perform that action.", "code": "not_authorized"},
    ),
    (
        NotFound(),
        404,
        {
            "error": "The resource you were looking for could not be found.",
            "code": "not_found",
        },
    ),
    (
        NoSuchPath(),
        404,
        {
            "error": "The resource you were looking for could not be found.",
            "code": "not_found",
        },
    ),
    (
        Invalid(BLANK),
        422,
        {
            "error": "Invalid resource. Please fix errors and try again.",
            "errors": {"email": ["can't be blank"]},
            "code": "required",
        },
    ),
    (
        CannotAdvance(EMPTY, BLANK),
        422,
        {
            "error": "The order could not be transitioned. Please fix the errors and try again.",
            "errors": {"line_items": ["can't be empty"], "email": ["can't be blank"]},
            "code": "cannot_advance",
        },
    ),
    (
        PaymentRefused("card_declined", "The card was declined."),
        422,
        {
            "error": "There was a problem with the payment gateway: The card was declined.",
            "code": "card_declined",
        },
    ),
    (
        CreditTooLarge(12_50, "USD"),
        422,
        {
            "error": "This payment can only be credited up to $12.50. "
            "Please specify an amount less than or equal to this number.",
            "code": "credit_too_large",
        },
    ),
]


@pytest.mark.parametrize("refusal, status, body", BODIES)
def test_the_contracts_bodies_are_exact(refusal, status, body):
    answer = refused(refusal)
    assert (answer.status, json.loads(answer.body)) == (status, body)


@pytest.mark.parametrize(
    "refusal, status, code",
    [
        (Malformed("The body is not valid JSON."), 400, "malformed"),
        (TooLarge("The body is too large."), 413, "too_large"),
        (UnsupportedMediaType("Send JSON."), 415, "unsupported_media_type"),
        (WrongMethod(("GET", "PUT")), 405, "method_not_allowed"),
        (BeingPlaced(), 409, "order_being_placed"),
        (PaymentInProgress(), 409, "payment_in_progress"),
        (Stale(), 412, "stale_version"),
        (Unavailable(3), 503, "unavailable"),
    ],
)
def test_every_other_refusal_has_a_text_and_its_code(refusal, status, code):
    answer = refused(refusal)
    body = json.loads(answer.body)
    assert (answer.status, body["code"]) == (status, code)
    assert body["error"].endswith((".", "only."))
    assert set(body) == {"error", "code"}


def test_messages_of_one_field_are_gathered_each_once():
    again = Problem("", "email", "email_invalid", "is invalid")
    body = json.loads(refused(Invalid(BLANK, again, BLANK)).body)
    assert body["errors"] == {"email": ["can't be blank", "is invalid"]}
    assert body["code"] == "invalid"


def test_problems_of_one_code_give_it_to_the_answer():
    other = Problem("", "city", "required", "can't be blank")
    assert json.loads(refused(CannotAdvance(BLANK, other)).body)["code"] == "required"


@pytest.mark.parametrize(
    "refusal, header",
    [
        (Unavailable(3), (b"retry-after", b"3")),
        (BeingPlaced(), (b"retry-after", b"1")),
        (WrongMethod(("GET", "PUT")), (b"allow", b"GET, PUT")),
        (NotAuthenticated(), (b"www-authenticate", b"Bearer")),
    ],
)
def test_headers_say_what_to_do(refusal, header):
    assert header in refused(refusal).headers


def test_a_credit_limit_is_written_in_the_readers_language():
    body = json.loads(refused(CreditTooLarge(1250, "EUR"), "de").body)
    assert "12,50\u00a0€" in body["error"]
