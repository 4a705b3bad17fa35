"""What differs in what is taken for an input, and where the contract says so."""

from tests.recorded.allowing import Answers, Difference, Names, Shows
from tests.recorded.replaying import Mend

FROM_ONE = ["must be a whole number from 1 to 2147483647"]
FROM_NONE = ["must be a whole number from 0 to 2147483647"]
A_CART = {"state": "cart", "item_total": "79.95", "total": "83.95"}
CART = "orders/R179239567/line_items"

QUANTITIES = (
    Difference(
        name="a quantity is a whole number from one on",
        why="section 2, seen in Spree: quantity abc became 0, 1.7 became 1, -3 became 0, 0 left an "
        "empty line; here 422.",
        where=(
            *(
                Answers(
                    scenario="line_items",
                    steps=(step,),
                    status=422,
                    body={"errors": {"quantity": messages}},
                )
                for step, messages in (
                    (4, FROM_ONE),
                    (5, FROM_ONE),
                    (7, ["is not a number"]),
                    (8, ["must be a whole number"]),
                    (34, FROM_NONE),
                    (35, ["is not a number"]),
                )
            ),
            Names(scenario="line_items", steps=(10, 11), errors={"quantity": FROM_ONE}),
        ),
        mended=(
            Mend(
                scenario="line_items",
                step=8,
                method="POST",
                path=CART,
                body={"line_item": {"variant_id": 2, "quantity": 1}},
            ),
            Mend(scenario="line_items", step=34, method="DELETE", path=f"{CART}/15"),
        ),
    ),
    Difference(
        name="quantity 0 removes the line and says so",
        why="section 2, seen in Spree: here PUT … quantity 0 removes the line (200).",
        where=(Answers(scenario="line_items", steps=(32,), status=200, body={"quantity": 0}),),
    ),
    Difference(
        name="an admin sets a price",
        why="section 1: keys that only an admin may set (price) are ignored for everyone else. "
        "Spree ignored this one for admins too.",
        where=(
            Shows(scenario="line_items", steps=(23,), path="price", theirs="18.99", ours="0.01"),
            Shows(scenario="line_items", steps=(23,), path="total", theirs="19.94", ours="0.01"),
            Shows(
                scenario="line_items", steps=(23,), path="(single_)?display_amount", ours="$0.01"
            ),
            Shows(scenario="line_items", steps=(23,), path=r"adjustments\.length", ours=0),
        ),
        mended=(
            Mend(
                scenario="line_items",
                step=23,
                method="PUT",
                path=f"{CART}/20",
                body={"line_item": {"price": "18.99"}},
            ),
        ),
    ),
)


def _instead_of_500(scenario: str, steps: tuple[int, ...], field: str, message: str) -> Answers:
    errors = {field: [message]}
    return Answers(scenario=scenario, steps=steps, status=422, body={"errors": errors})


BODIES = (
    Difference(
        name="no input produces a 500",
        why="section 1: malformed input is 400 or 422, an unsupported media type 415; no input "
        "ever produces a 5xx.",
        where=(
            _instead_of_500("line_items", (24, 25), "variant_id", "can't be blank"),
            _instead_of_500("not_found", (10, 11), "variant_id", "can't be blank"),
            _instead_of_500("errors_cart", (8,), "order", "must be an object"),
            _instead_of_500("create_variants", (18, 19), "order", "must be an object"),
            Answers(scenario="line_items", steps=(28,), status=400, body={"code": "malformed"}),
            Answers(
                scenario="line_items",
                steps=(29,),
                status=415,
                body={"code": "unsupported_media_type"},
            ),
        ),
    ),
    Difference(
        name="a body that is no object is no body",
        why="section 1: wrong types are 400 or 422. Spree left an array unread.",
        where=(
            Answers(scenario="errors_cart", steps=(7,), status=400, body={"code": "malformed"}),
        ),
    ),
    Difference(
        name="an empty order may be asked for in so many words",
        why="section 2: an order is created empty.",
        where=(
            Answers(scenario="create_variants", steps=(5, 6), status=201, body={"state": "cart"}),
        ),
    ),
    Difference(
        name="a list and an object keyed by index mean the same",
        why="section 1: a collection may be either. Spree took the one of users and the other of "
        "admins, and failed at what was left.",
        where=(Answers(scenario="create_variants", steps=(7, 12), status=201, body=A_CART),),
    ),
)

INPUTS = (*QUANTITIES, *BODIES)
