"""What is refused of payments: status, whole body, and nothing changed."""

import pytest

from tests.support.storefront import ADA, card, items
from tests.walks.refusing import (
    NOT_FOUND,
    NOT_TRANSITIONED,
    check_refused,
    refused,
)

pytestmark = pytest.mark.asyncio(loop_scope="module")

BLANK = ["can't be blank"]
UNKNOWN = ["does not exist"]
NO_NUMBER = ["is not a number"]
NO_CARD = {"number": ["is not a valid credit card number"]}
NO_CODE = {"verification_value": ["is invalid"]}
OVER = {"year": ["is over: the card has expired"]}
DIGITS = ["must have two or four digits"]
GOOD = card()


def paying(method="Credit Card", **payment):
    """The parameters of a payment made by itself."""
    return lambda ids, _: {"payment": {"payment_method_id": ids.payment_methods[method], **payment}}


def stepping(*payments, **others):
    """The parameters of payments in the checkout's own `PUT`."""

    def body(ids, _):
        method = ids.payment_methods["Credit Card"]
        attributes = [{"payment_method_id": method, **payment} for payment in payments]
        return {"order": {"payments_attributes": attributes}, **others}

    return body


# What is changed in a good card, the fields that are named with their messages, and the code.
BAD_CARDS = [
    ("no number", {"number": ""}, {"number": BLANK}, "required"),
    ("a wrong digit", {"number": "4111111111111112"}, NO_CARD, "incorrect_number"),
    ("three digits", {"number": "411"}, NO_CARD, "incorrect_number"),
    ("letters", {"number": "abc"}, NO_CARD, "incorrect_number"),
    ("month 13", {"month": "13"}, {"month": ["is not a month"]}, "invalid_expiry_date"),
    ("month 0", {"month": 0}, {"month": ["is not a month"]}, "invalid_expiry_date"),
    ("no month", {"month": None}, {"month": NO_NUMBER}, "invalid_expiry_date"),
    ("a year that is over", {"year": "2020"}, OVER, "expired_card"),
    ("a year that is over in two digits", {"year": "20"}, OVER, "expired_card"),
    ("no year", {"year": ""}, {"year": NO_NUMBER}, "invalid_expiry_date"),
    ("a year of three digits", {"year": "203"}, {"year": DIGITS}, "invalid_expiry_date"),
    ("no code", {"verification_value": " "}, {"verification_value": BLANK}, "required"),
    ("a word for a code", {"verification_value": "abc"}, NO_CODE, "invalid_cvc"),
    ("no name", {"name": None}, {"name": BLANK}, "required"),
    (
        "nothing right",
        {"number": "1", "month": "x", "year": "y", "verification_value": "", "name": ""},
        {
            **NO_CARD,
            "month": NO_NUMBER,
            "year": NO_NUMBER,
            "verification_value": BLANK,
            "name": BLANK,
        },
        "invalid",
    ),
]


def of_a_card(name, change, errors, code):
    """One bad card, on each way to give one."""
    bad = {**GOOD, **change}
    yield refused(
        f"a card with {name}",
        at="payment",
        body=lambda ids, _: {
            "order": {
                "special_instructions": "Ring",
                "payments_attributes": [{"payment_method_id": ids.payment_methods["Credit Card"]}],
            },
            "payment_source": {str(ids.payment_methods["Credit Card"]): bad},
        },
        errors=errors,
        code=code,
    )
    yield refused(
        f"a payment with {name}",
        at="payment",
        method="POST",
        path="/payments",
        body=paying(source_attributes=bad),
        errors=errors,
        code=code,
    )


def amounts(name, amount, message, code):
    """A bad amount of a payment made by itself."""
    return refused(
        f"a payment of {name}",
        at="payment",
        method="POST",
        path="/payments",
        body=paying("Check", amount=amount),
        errors={"amount": message},
        code=code,
    )


PAYMENTS = [
    *(case for bad in BAD_CARDS for case in of_a_card(*bad)),
    amounts("a word", "abc", ["is not a number"], "amount_invalid"),
    amounts("nothing", "0", ["must be greater than 0"], "amount_invalid"),
    amounts("less than nothing", "-5", ["must be greater than 0"], "amount_invalid"),
    amounts("a tenth of a cent", "1.005", ["has more decimals than USD has (2)"], "amount_invalid"),
    amounts("too much", "21.80", ["must be less than or equal to 21.79"], "amount_exceeds_owed"),
    amounts("all the money", "9" * 16, ["is too large"], "amount_invalid"),
    amounts("an exponent", "1e400", ["is not a number"], "amount_invalid"),
    amounts("no number", "NaN", ["is not a number"], "amount_invalid"),
    amounts("a text without end", "1" * 41, ["is too long (maximum is 40 characters)"], "too_long"),
    amounts("a list", ["1"], ["must be text"], "not_text"),
    refused(
        "a payment by no method",
        at="payment",
        method="POST",
        path="/payments",
        body={"payment": {"amount": "1"}},
        errors={"payment_method": BLANK},
        code="payment_method_required",
    ),
    refused(
        "a payment by an unknown method",
        at="payment",
        method="POST",
        path="/payments",
        body={"payment": {"payment_method_id": 99999}},
        errors={"payment_method_id": UNKNOWN},
        code="payment_method_not_found",
    ),
    refused(
        "a step with an unknown method, card and all",
        at="payment",
        body=stepping({"payment_method_id": 99999}, payment_source={"99999": GOOD}),
        errors={"payments.payment_method_id": UNKNOWN},
        code="payment_method_not_found",
    ),
    refused(
        "a step with a method that needs a card, and none",
        at="payment",
        body=stepping({}),
        errors={"payments.source": BLANK},
        code="source_required",
    ),
    refused(
        "a payment with a method that needs a card, and none",
        at="payment",
        method="POST",
        path="/payments",
        body=paying(),
        errors={"source": BLANK},
        code="source_required",
    ),
    *(
        refused(
            f"a step with {name}",
            at="payment",
            body={"order": {"payments_attributes": payments}},
            errors={"payments": message},
            code=code,
        )
        for name, payments, message, code in (
            ("an empty list of payments", [], ["must be a list of one payment"], "one_payment"),
            ("an empty object of payments", {}, ["must be a list of one payment"], "one_payment"),
            ("two payments", [{}, {}], ["must be a list of one payment"], "one_payment"),
            (
                "a payment that is no list",
                {"payment_method_id": 1},
                ["must be a list, or an object keyed by index"],
                "not_a_list",
            ),
            ("a word", "all", ["must be a list, or an object keyed by index"], "not_a_list"),
        )
    ),
    refused(
        "store credit beyond what there is",
        at="payment",
        order={"line_items": items(DESK_01=1)},
        who=ADA,
        method="POST",
        path="/payments",
        body=paying("Store Credit", amount="50.01"),
        errors={"amount": ["is more than there is store credit"]},
        code="insufficient_store_credit",
    ),
    refused(
        "no payment is given",
        at="payment",
        error=NOT_TRANSITIONED,
        errors={"payments": ["No payment found"]},
        code="payment_required",
    ),
    refused(
        "another order's payment is shown",
        at="confirm",
        method="GET",
        path="/payments/1",
        status=404,
        error=NOT_FOUND,
        code="not_found",
    ),
]


@pytest.mark.parametrize("case", PAYMENTS)
async def test_a_payment_is_refused(storefront, case):
    await check_refused(storefront, case)


async def test_payments_that_cover_less_than_the_total_do_not_do(storefront):
    shopper = await storefront.shopper_at("payment")
    method = storefront.ids.payment_methods["Check"]
    part = {"payment": {"payment_method_id": method, "amount": "5.00"}}
    assert (await shopper.asks("POST", "/payments", part)).status_code == 201
    before = await shopper.standing()
    answer = await shopper.puts({"order": {"special_instructions": "Ring"}})
    assert (answer.status_code, answer.json()) == (
        422,
        {
            "error": NOT_TRANSITIONED,
            "errors": {"payments": ["of 5.0 do not cover the total of 21.79"]},
            "code": "payments_do_not_cover",
        },
    )
    assert await shopper.standing() == before
