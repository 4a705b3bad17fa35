"""The life of a return authorization, as a table of moves.

::

    authorized ──receive──▶ received      (once all that it names has come)
        └──cancel──▶ canceled

Moves that were made already lead nowhere new, so that telling a thing twice is telling it once.
"""

from collections.abc import Mapping

from ringup.domain.problems import Invalid, Problem
from ringup.domain.returning import ReturnAuthorization, ReturnState

MOVES: Mapping[tuple[ReturnState, str], ReturnState] = {
    ("authorized", "receive"): "received",
    ("authorized", "cancel"): "canceled",
    ("received", "receive"): "received",
    ("canceled", "cancel"): "canceled",
}

FIRST: ReturnState = "authorized"
FINAL: frozenset[ReturnState] = frozenset({"received", "canceled"})


def moved(authorization: ReturnAuthorization, event: str) -> ReturnState:
    """Tell the state after an event. Raises ``Invalid`` where the event cannot happen."""
    state = MOVES.get((authorization.state, event))
    if state is None:
        message = f"cannot do this because it is {authorization.state}."
        raise Invalid(Problem("", "return_authorization", "return_state", message))
    return state
