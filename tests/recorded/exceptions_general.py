"""What differs everywhere: who may, what is told, lists and errors. The contract says so."""

from tests.recorded.allowing import Answers, Difference, Shows, WithConfirm
from tests.recorded.comparing import MISSING

NOT_JSON = "The body is not valid JSON."
NOT_FOUND = "The resource you were looking for could not be found."

TOLD = (
    Difference(
        name="the token is told to whoever presents it, and to nobody else",
        why="section 2, The order: in the answer that creates the order, and to whoever presents "
        "it; null to everybody else (it is stored hashed).",
        where=(Shows(scenario="*", path=r"((shipments\.)?orders?\.)?token", ours=None),),
    ),
    Difference(
        name="there is always a confirm",
        why="section 2: cart, address, delivery, payment, confirm, complete. Spree left confirm "
        "out unless a card was to be charged.",
        where=(WithConfirm(scenario="*"),),
    ),
    Difference(
        name="the channel is this server's",
        why="The channel names the software that took the order.",
        where=(
            Shows(
                scenario="*",
                path=r"((shipments\.)?orders?\.)?channel",
                theirs="spree",
                ours="ringup",
            ),
        ),
    ),
    Difference(
        name="a card's kind is known",
        why="section 2, The order: the source of a card has its cc_type. Spree only repeated what "
        "a client said it was.",
        where=(
            Shows(
                scenario="*",
                path=r"(orders\.)?(payments\.source|credit_cards)\.cc_type",
                theirs=None,
                ours="visa",
            ),
        ),
    ),
    Difference(
        name="the gateway's names for a card stay here",
        why="section 2, The order: the source of a card is id, month, year, cc_type, last_digits "
        "and name, never more.",
        where=(
            Shows(scenario="*", path=r"(orders\.)?credit_cards\.gateway_.*", ours=None),
            Shows(scenario="*", path=r"(orders\.)?payments\.source\.gateway_.*", ours=MISSING),
        ),
    ),
    Difference(
        name="whoever holds the token may change the order, and is told so",
        why="section 1: an order can be changed by whoever holds its token. Spree let them, and "
        "said can_update: false.",
        where=tuple(
            Shows(scenario=scenario, steps=steps, path=r"permissions\.can_update", ours=True)
            for scenario, steps in (("auth", (5, 7, 9, 16)), ("guest_checkout", (2, 3, 4, 5)))
        ),
    ),
)

WHO_MAY = (
    Difference(
        name="a wrong key is wrong, whatever else is shown",
        why="section 2, seen in Spree: a right order token excused a wrong API key.",
        where=(
            Answers(
                scenario="auth",
                steps=(10,),
                status=401,
                body={"error": "Invalid API key (wrong) specified."},
            ),
        ),
    ),
    Difference(
        name="an unknown order is not found by anybody",
        why="section 1: an unknown order answers 404 to everyone.",
        where=(Answers(scenario="not_found", steps=(24,), status=404),),
    ),
    Difference(
        name="the store is open to everyone",
        why="section 4: GET for everyone.",
        where=(
            Answers(scenario="countries_states_zones", steps=(13,), status=200),
            Answers(scenario="products", steps=(6, 22), status=200),
            Answers(scenario="taxonomies_options", steps=(2, 22, 36), status=200),
        ),
    ),
    Difference(
        name="an admin deletes an incomplete order",
        why="section 3: DELETE /api/orders/:number.",
        where=(Answers(scenario="auth", steps=(29,), status=204),),
    ),
)

PATHS = (
    Difference(
        name="the checkout is here",
        why="sections 1 and 2: every path exists under /api and under /api/v1, and a checkout is "
        "made and shown at /checkouts. Spree 4.2 redirected these to its shop's pages.",
        where=(
            Answers(scenario="create_variants", steps=(0,), status=201, body={"state": "cart"}),
            Answers(scenario="create_variants", steps=(1,), status=200, body={"state": "cart"}),
            Answers(scenario="create_variants", steps=(2,), status=404),
            Answers(scenario="not_found", steps=(8, 9), status=404),
        ),
    ),
    Difference(
        name="what is nowhere is not found",
        why="section 1: every 4xx has a JSON body with error and code. Spree redirected these to "
        "its shop's pages.",
        where=(
            Answers(
                scenario="not_found", steps=(18, 19, 20, 21), status=404, body={"code": "not_found"}
            ),
        ),
    ),
    Difference(
        name="an error of the framework has the contract's form too",
        why="section 1: every 4xx and 5xx answer, from the framework too, has a JSON body with "
        "error and code; Rails gave {status, error}.",
        where=tuple(
            Shows(scenario=scenario, steps=(step,), path=path, ours=ours)
            for scenario, step, text in (
                ("errors_cart", 5, NOT_JSON),
                ("line_items", 26, NOT_JSON),
            )
            for path, ours in (("status", MISSING), ("error", text))
        ),
    ),
    Difference(
        name="a path that answers other methods says so",
        why="section 1: every 4xx has a body of this form; 405 tells which methods there are.",
        where=(Answers(scenario="line_items", steps=(43,), status=405),),
    ),
    Difference(
        name="a coupon is applied at the checkout's path too",
        why="section 3: /api/checkouts/:number/… are the same endpoints by another name. The "
        "coupon of this step is there already.",
        where=(
            Answers(
                scenario="coupons",
                steps=(68,),
                status=422,
                body={"status_code": "coupon_code_already_applied"},
            ),
        ),
    ),
)

LISTS = (
    Difference(
        name="a search finds what was searched for",
        why="section 1, Searching, and section 2, seen in Spree: unknown search attributes were "
        "ignored, so a typo returned everything. A country is found by iso, a user by email.",
        where=(
            *(
                Shows(
                    scenario="countries_states_zones", steps=(3,), path=path, theirs=there, ours=1
                )
                for path, there in ((r"countries\.length", 25), ("count", 25), ("pages", 10))
            ),
            *(
                Shows(scenario="users_and_misc", steps=(1,), path=path, theirs=3, ours=1)
                for path in (r"users\.length", "count")
            ),
        ),
    ),
    Difference(
        name="a list that is asked for in no order has an order",
        why="section 1: lists are paginated, so they need one. Spree left it to the database.",
        where=(
            Shows(scenario="products", steps=(0,), path=r"products\.order", ours=[*range(1, 8)]),
            Shows(scenario="taxonomies_options", steps=(33,), path=r"\.order", ours=[1, 2, 3, 4]),
            Shows(scenario="countries_states_zones", steps=(4,), path=r"states\.order"),
        ),
    ),
    Difference(
        name="the earlier orders are not there",
        why="No contract: the user's and the admin's orders of scenarios before this one, of which "
        "not all were kept.",
        where=(
            *(
                Shows(scenario="auth", steps=(21,), path=path, theirs=19, ours=1)
                for path in (r"orders\.length", "count")
            ),
            Answers(scenario="auth", steps=(24,), status=204),
        ),
    ),
)

GENERAL = (*TOLD, *WHO_MAY, *PATHS, *LISTS)
