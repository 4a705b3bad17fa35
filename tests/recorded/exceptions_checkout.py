"""What differs in the checkout, in coupons and in payments, and where the contract says so."""

from tests.recorded.allowing import Answers, Difference, Figures, GoesOn, Names, Shows
from tests.recorded.comparing import MISSING
from tests.recorded.replaying import Mend

NO_ITEMS = {
    "line_items": [
        "There are no items for this order. Please add an item to the order to continue."
    ]
}
NO_PAYMENT = {"payments": ["No payment found"]}
ONE_PAYMENT = [{"payment_method_id": "2"}]
COMPLETE = {"state": "complete"}

CHECKOUT = (
    Difference(
        name="a check is confirmed too",
        why="section 2: cart, address, delivery, payment, confirm, complete, for every order. "
        "Spree placed an order that was paid by check out of the payment step.",
        where=(
            GoesOn(scenario="happy_path_check_no_confirm", steps=(5,)),
            GoesOn(scenario="happy_path_next_advance", steps=(9,)),
            GoesOn(scenario="errors_payment", steps=(13,)),
        ),
    ),
    Difference(
        name="a PUT to a completed order answers with the order",
        why="section 2: it changes nothing and answers 200 with the order.",
        where=(
            Answers(scenario="happy_path_next_advance", steps=(10, 11), status=200, body=COMPLETE),
            Answers(scenario="guest_checkout", steps=(8,), status=200, body=COMPLETE),
        ),
    ),
    Difference(
        name="each thing that is lacking has its own field",
        why="section 2, seen in Spree: one text for no address, no method and an empty cart; here "
        "each has its own field, code and message.",
        where=(
            Names(scenario="errors_cart", steps=(1, 3, 4, 6, 9), errors=NO_ITEMS),
            Names(scenario="errors_payment", steps=(5, 6), errors=NO_PAYMENT),
            Names(scenario="happy_path_next_advance", steps=(7,), errors=NO_PAYMENT),
            Names(scenario="coupons", steps=(54,), errors=NO_PAYMENT),
            Names(
                scenario="happy_path_next_advance",
                steps=(3,),
                errors={"bill_address": ["can't be blank"], "ship_address": ["can't be blank"]},
            ),
        ),
    ),
    Difference(
        name="the cart is not left without a valid email",
        why="section 2: leaving cart needs an email; Spree asked for one at the next step.",
        where=(
            Answers(
                scenario="errors_email",
                steps=(23,),
                status=422,
                body={"code": "email_invalid", "errors": {"email": ["is invalid"]}},
            ),
        ),
    ),
    Difference(
        name="a cart has no shipments",
        why="section 2: the shipment is created when delivery is reached. Spree's importer, which "
        "made the orders of admins, made one at once.",
        where=(
            Shows(
                scenario="create_variants",
                steps=(10, 11),
                path=r"shipments\.length",
                theirs=1,
                ours=0,
            ),
        ),
    ),
)

# Order-level discounts are spread over the lines before tax: 5 % of 14.39, and of 14.99.
TEN_PERCENT_OFF = {
    "0.8": "0.72",
    "$0.80": "$0.72",
    "-0.8": "-0.88",
    "-$0.80": "-$0.88",
    "16.79": "16.71",
    "15.19": "15.11",
    "$15.19": "$15.11",
    "20.19": "20.11",
    "$20.19": "$20.11",
}
ONE_OFF = {
    "0.8": "0.75",
    "$0.80": "$0.75",
    "-0.2": "-0.25",
    "-$0.20": "-$0.25",
    "16.79": "16.74",
    "15.79": "15.74",
    "$15.79": "$15.74",
    "20.79": "20.74",
    "$20.79": "$20.74",
}
BOTH_OFF = {
    "0.7": "0.62",
    "$0.70": "$0.62",
    "-2.9": "-2.98",
    "-$2.90": "-$2.98",
    "14.69": "14.61",
    "13.09": "13.01",
    "$13.09": "$13.01",
}

COUPONS = (
    Difference(
        name="a good coupon applies, and the order stays where it must",
        why="section 2, seen in Spree: a good coupon in the payment step answered 422 and was "
        "applied. Here one answer, one outcome.",
        where=tuple(
            Answers(
                scenario="coupons",
                steps=(step,),
                status=200,
                body={"state": "payment", "total": total, "errors": NO_PAYMENT},
            )
            for step, total in ((5, "20.11"), (12, "20.11"), (40, "19.69"), (47, "16.79"))
        ),
    ),
    Difference(
        name="tax is due on what is paid",
        why="The demo store: tax is on items after their discounts; a discount of the whole order "
        "is spread over its lines. Spree taxed as if only discounts of lines were any.",
        where=(
            Figures(scenario="coupons", steps=(6, 13, 58, 90), pairs=TEN_PERCENT_OFF),
            Figures(scenario="coupons", steps=(69,), pairs=BOTH_OFF),
            Figures(scenario="coupons", steps=(94, 95, 96, 97, 98), pairs=ONE_OFF),
        ),
    ),
    Difference(
        name="a coupon at the last moment asks for the payment again",
        why="section 2: payments cover the total, no more and no less. Spree stayed in confirm "
        "and charged 21.79 for an order of 20.19.",
        where=(
            GoesOn(scenario="coupons", steps=(90,)),
            Shows(
                scenario="coupons",
                steps=(90,),
                path=r"payments\.amount",
                theirs="21.79",
                ours="20.11",
            ),
            Shows(
                scenario="coupons",
                steps=(90,),
                path=r"payments\.display_amount",
                theirs="$21.79",
                ours="$20.11",
            ),
        ),
    ),
    Difference(
        name="what the input names and is not there is a 422",
        why="section 1: a reference in the input to something that does not exist is a 422 naming "
        "the field; only the path's own resource is a 404.",
        where=(
            Answers(
                scenario="coupons",
                steps=(72,),
                status=422,
                body={
                    "error": "The coupon code you entered doesn't exist. Please try again.",
                    "status_code": "coupon_code_not_found",
                },
            ),
            *(
                Answers(
                    scenario=scenario,
                    steps=(step,),
                    status=422,
                    body={"errors": {field: [message]}},
                )
                for scenario, step, field, message in (
                    ("errors_payment", 19, "payments.payment_method_id", "does not exist"),
                    ("payments", 34, "payment_method_id", "does not exist"),
                    ("line_items", 13, "variant_id", "does not exist"),
                    ("line_items", 14, "variant_id", "is not a number"),
                    ("line_items", 15, "variant_id", "can't be blank"),
                    ("create_variants", 13, "line_items.variant_id", "does not exist"),
                    ("create_variants", 14, "line_items.variant_id", "does not exist"),
                    ("create_variants", 17, "currency", "is not a currency of this shop"),
                )
            ),
        ),
    ),
    Difference(
        name="a coupon that is taken back is told in words",
        why="Spree's text was a note that its translation was missing.",
        where=(
            Shows(
                scenario="coupons",
                steps=(71,),
                path="success",
                ours="The coupon code was successfully removed from this order.",
            ),
        ),
    ),
    Difference(
        name="every refused coupon has a machine word",
        why="section 1: every error body carries a stable machine word. Spree had null for a rule "
        "that does not hold, and unknown_error for an empty cart or one with nothing to send.",
        where=(
            Shows(
                scenario="coupons",
                steps=(65, 67, 82),
                path="status_code",
                ours="coupon_code_not_eligible",
            ),
        ),
    ),
)


def _card(step: int, field: str, message: str) -> Answers:
    return Answers(
        scenario="errors_payment", steps=(step,), status=422, body={"errors": {field: [message]}}
    )


PAYMENTS = (
    Difference(
        name="payments_attributes is a list of one payment",
        why="section 2, seen in Spree: [] or an object was a 500; and an amount given here is the "
        "order's total, so there is room for one.",
        where=(
            *(
                Answers(
                    scenario="errors_payment",
                    steps=(step,),
                    status=422,
                    body={"errors": {"payments": [message]}},
                )
                for step, message in (
                    (43, "must be a list of one payment"),
                    (49, "must be a list, or an object keyed by index"),
                    (55, "must be a list of one payment"),
                )
            ),
        ),
        mended=(
            Mend(
                scenario="errors_payment",
                step=55,
                method="PUT",
                path="checkouts/R485108601",
                body={"order": {"payments_attributes": ONE_PAYMENT}},
            ),
            Mend(scenario="errors_payment", step=55, method="PUT", path="checkouts/R485108601"),
        ),
    ),
    Difference(
        name="a card that cannot be one is refused at once",
        why="section 2, seen in Spree: a month 13, an expired year, a three-digit card number "
        "reached confirm; here 422 at the payment step.",
        where=(
            _card(67, "number", "is not a valid credit card number"),
            _card(73, "month", "is not a month"),
            _card(79, "year", "is over: the card has expired"),
        ),
    ),
    Difference(
        name="errors of a card name its fields",
        why="section 1: errors name the field. Spree named the payment method, and the field in "
        "the message.",
        where=(
            Names(scenario="errors_payment", steps=(61,), errors={"number": ["can't be blank"]}),
            Names(
                scenario="errors_payment",
                steps=(85,),
                errors={"verification_value": ["can't be blank"]},
            ),
            Names(scenario="errors_payment", steps=(91,), errors={"name": ["can't be blank"]}),
            Names(
                scenario="errors_payment",
                steps=(97,),
                errors={
                    "month": ["is not a number"],
                    "year": ["is not a number"],
                    "verification_value": ["can't be blank"],
                    "name": ["can't be blank"],
                },
            ),
        ),
    ),
    Difference(
        name="the ways to pay are those of the buyer",
        why="section 2: payment_methods are those available for the order; store credit is for "
        "those who have some.",
        where=(
            Shows(
                scenario="payments", steps=(11,), path=r"payment_methods\.length", theirs=4, ours=3
            ),
        ),
    ),
    Difference(
        name="a payment has more fields",
        why="section 2, The order: payment_method, response_code and source as well.",
        where=(
            Shows(
                scenario="payments",
                steps=(11,),
                path="attributes",
                ours=lambda ours: {"payment_method", "response_code", "source"} <= set(ours),
            ),
        ),
    ),
    Difference(
        name="a payment can be credited",
        why="section 3: PUT payments/:id/credit. This one is void.",
        where=(
            Answers(scenario="payments", steps=(19,), status=422, body={"code": "payment_state"}),
        ),
    ),
    Difference(
        name="money that is reserved already is purchased by taking it",
        why="section 3: Spree asked the gateway to reserve it once more.",
        where=(Shows(scenario="payments", steps=(31,), path="avs_response", theirs="M", ours="D"),),
    ),
    Difference(
        name="a payment is over more than nothing",
        why="section 1: what is wrong is a 422 naming the field; Spree made a payment of -1.50, "
        "and had no field to name where there was no payment.",
        where=(
            Answers(
                scenario="payments",
                steps=(33,),
                status=422,
                body={"errors": {"amount": ["must be greater than 0"]}},
            ),
            Shows(scenario="payments", steps=(37,), path="exception", ours=MISSING),
            Shows(scenario="payments", steps=(47,), path=r"payments\.length", theirs=7, ours=6),
        ),
    ),
    Difference(
        name="a card that was declined is among the order's cards",
        why="section 2: the order shows what it was to be paid with, and its payments say what "
        "became of that.",
        where=(
            Shows(scenario="payments", steps=(47,), path=r"credit_cards\.length", theirs=3, ours=4),
        ),
    ),
    Difference(
        name="a gateway's refusal is told in one form",
        why="section 1: 422 with the gateway's text. A payment that failed stays failed; in Spree "
        "to ask again was a 500.",
        where=(
            Shows(scenario="payments", steps=(45,), path=r"error|errors.*"),
            Answers(scenario="payments", steps=(46,), status=422, body={"code": "payment_state"}),
        ),
    ),
)

RETURNS = (
    Difference(
        name="a return has more fields, and needs none",
        why="section 3: what comes back is added to it (return_items), with a reason and what the "
        "buyer is credited; things come back to where they came from unless it says otherwise.",
        where=(
            Shows(
                scenario="return_authorizations",
                steps=(9,),
                path="attributes",
                ours=lambda ours: {"memo", "number", "reason", "return_items"} <= set(ours),
            ),
            Shows(
                scenario="return_authorizations",
                steps=(9,),
                path=r"required_attributes.*",
            ),
        ),
    ),
)

CHECKING_OUT = (*CHECKOUT, *COUPONS, *PAYMENTS, *RETURNS)
