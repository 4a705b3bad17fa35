"""What differs where the store is edited."""

from tests.recorded.allowing import Answers, Difference, Shows
from tests.recorded.comparing import MISSING

EDITING = (
    Difference(
        name="what a zone is made of is told",
        why="section 4: every kind tells it at GET …/new; Spree did for most.",
        where=(
            Answers(
                scenario="countries_states_zones",
                steps=(14,),
                status=200,
                body={"required_attributes": ["name"]},
            ),
        ),
    ),
    Difference(
        name="an empty form is refused field by field",
        why="section 1: 422 with error and errors; Rails told of a missing parameter.",
        where=(
            Shows(scenario="countries_states_zones", steps=(15,), path="exception", ours=MISSING),
        ),
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
)
