"""What differs in shipments and in stock, and where the contract says so."""

from tests.recorded.allowing import Answers, Difference, Shows

NOT_ALLOWED = "You are not authorized to perform that action."

GOODS = (
    Difference(
        name="who may not do a thing is told so",
        why="section 1: 401 for whoever is known, but not allowed; 404 only for what is not there. "
        "Spree hid from its users what it would not let them change.",
        where=(
            Answers(scenario="shipments", steps=(7,), status=401, body={"error": NOT_ALLOWED}),
            Answers(
                scenario="stock", steps=(8, 10, 14, 17), status=401, body={"error": NOT_ALLOWED}
            ),
        ),
    ),
    Difference(
        name="a deed that cannot be done is no failure of the server",
        why="section 2, seen in Spree: canceling what cannot be canceled was a 500, and so was to "
        "ship what is not ready.",
        where=(
            Answers(
                scenario="shipments",
                steps=(9,),
                status=422,
                body={"error": "Cannot ship shipment.", "code": "order_not_paid"},
            ),
            Answers(scenario="shipments", steps=(17,), status=422, body={"code": "order_shipped"}),
        ),
    ),
    Difference(
        name="every change of a count is explained by a movement",
        why="section 5, Stock, and the doctor's rule: a count is the sum of its movements. Spree "
        "wrote none for what was added or set by hand.",
        where=tuple(
            Shows(scenario="stock", steps=(20,), path=path, theirs=1, ours=3)
            for path in (r"stock_movements\.length", "count")
        ),
    ),
    Difference(
        name="goods in a shipment are listed in the order they were put in",
        why="No contract: Spree listed them as its database gave them, what had just been changed "
        "last.",
        where=(
            Shows(scenario="shipments", steps=(26,), path=r"manifest\.order"),
            Shows(scenario="shipments", steps=(27,), path=r"shipments\.manifest\.order"),
            Shows(scenario="shipments", steps=(28,), path=r"shipments\.inventory_units\.order"),
        ),
    ),
    Difference(
        name="the shipments of earlier orders are not there",
        why="No contract: the user's orders of scenarios before this one, of which not all were "
        "kept.",
        where=(Shows(scenario="shipments", steps=(28,), path="pages", theirs=63, ours=2),),
    ),
)
