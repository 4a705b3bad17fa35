"""What differs where the store is edited."""

from tests.recorded.allowing import Answers, Difference, Shows
from tests.recorded.comparing import MISSING

EDITING = (
    Difference(
        name="what a thing is made of is told",
        why="section 4: every kind tells it at GET …/new; Spree did for most.",
        where=(
            Answers(
                scenario="countries_states_zones",
                steps=(14,),
                status=200,
                body={"required_attributes": ["name"]},
            ),
            Answers(
                scenario="stock", steps=(3,), status=200, body={"required_attributes": ["name"]}
            ),
        ),
    ),
    Difference(
        name="an empty form is refused field by field",
        why="section 1: 422 with error and errors; Rails told of a missing parameter.",
        where=(
            Shows(scenario="countries_states_zones", steps=(15,), path="exception", ours=MISSING),
            Shows(scenario="users_and_misc", steps=(5,), path="exception", ours=MISSING),
            Shows(scenario="taxonomies_options", steps=(24, 38), path="exception", ours=MISSING),
            Shows(scenario="stock", steps=(4,), path="exception", ours=MISSING),
        ),
    ),
    Difference(
        name="a user needs an address to write to",
        why="section 4: every kind tells what a new one cannot do without.",
        where=(
            Shows(
                scenario="users_and_misc",
                steps=(4,),
                path="required_attributes",
                theirs=[],
                ours=["email"],
            ),
        ),
    ),
    Difference(
        name="users are made by admins",
        why="section 4: writes for admins. Spree let every user make another.",
        where=(Answers(scenario="users_and_misc", steps=(6,), status=401),),
    ),
    Difference(
        name="a new zone has the members it was given",
        why="Spree answered with the member and then showed none: the country was not there.",
        where=(
            Shows(
                scenario="countries_states_zones",
                steps=(18, 19),
                path=r"zone_members\.length",
                theirs=0,
                ours=1,
            ),
        ),
    ),
    Difference(
        name="a product's master is as it was changed",
        why="No contract: Spree answered with what it had kept in memory of the master.",
        where=(
            *(
                Shows(scenario="products", steps=steps, path=f"{path}.{field}", ours=ours)
                for steps, path in (((13,), "master"), ((16,), "variants"))
                for field, ours in (
                    ("name", "Newer Lamp"),
                    ("price", "13.0"),
                    ("display_price", "$13.00"),
                )
            ),
        ),
    ),
    Difference(
        name="all that is told of a thing is named",
        why="No contract: some fields stand in every answer and were not in Spree's list of them.",
        where=(
            Shows(scenario="products", steps=(7,), path="attributes"),
            Shows(scenario="users_and_misc", steps=(4,), path="attributes"),
        ),
    ),
    Difference(
        name="whoever may not change what everyone sees is told so",
        why="section 1: 401 for who is known and not allowed. Of an option type Spree said that "
        "it was not there, although the same user had just read it.",
        where=(Answers(scenario="taxonomies_options", steps=(30,), status=401),),
    ),
    Difference(
        name="a property has a name",
        why="No contract: Spree kept properties without one, which nobody could then say.",
        where=(
            Shows(
                scenario="taxonomies_options",
                steps=(37,),
                path="required_attributes",
                theirs=[],
                ours=["name"],
            ),
        ),
    ),
)
