"""What differs in shipments and in stock, and where the contract says so."""

from tests.recorded.allowing import Answers, Difference

NOT_ALLOWED = "You are not authorized to perform that action."

GOODS = (
    Difference(
        name="who may not do a thing is told so",
        why="section 1: 401 for whoever is known, but not allowed; 404 only for what is not there. "
        "Spree hid from its users what it would not let them change.",
        where=(Answers(scenario="shipments", steps=(7,), status=401, body={"error": NOT_ALLOWED}),),
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
)
