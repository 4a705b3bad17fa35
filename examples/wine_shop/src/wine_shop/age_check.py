"""A step of the checkout that is left once the buyer has confirmed to be old enough."""

from ringup.domain.checkout.step import Need, Step
from ringup.domain.facts import Facts
from ringup.domain.order import Order
from ringup.domain.problems import Problem
from ringup.services.surroundings import Surroundings

STEP = "age_check"
LEAST = 18


def confirmed(least: int) -> Need:
    """Make the need: the buyer has confirmed to be at least so old."""

    def age_is_confirmed(order: Order, facts: Facts) -> Problem | None:
        del facts
        if order.metadata.get("age_confirmed") == "yes":
            return None
        message = f"must be yes: we sell only to people of at least {least}"
        return Problem(STEP, "metadata.age_confirmed", "age_not_confirmed", message)

    return age_is_confirmed


def made(around: Surroundings) -> Step:
    """Make the step; ``least`` is in ``[plugins.age_check]``."""
    return Step(name=STEP, leaving=(confirmed(around.settings.get("least", LEAST)),))
