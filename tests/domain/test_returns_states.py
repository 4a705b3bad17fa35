"""The life of a return authorization, walked whole."""

from typing import get_args

import pytest

from ringup.domain.fulfilment.returns.moves import FINAL, FIRST, MOVES, moved
from ringup.domain.problems import Invalid
from ringup.domain.returning import ReturnAuthorization, ReturnState
from tests.domain.builders import EARLIER, MAIN

STATES = frozenset(get_args(ReturnState))


def a_return(state):
    return ReturnAuthorization(
        id=1, state=state, stock_location_id=MAIN, created_at=EARLIER, updated_at=EARLIER
    )


def test_every_state_can_be_reached():
    reached = {FIRST}
    for _ in STATES:
        reached |= {state for (before, _), state in MOVES.items() if before in reached}
    assert reached == STATES


@pytest.mark.parametrize("state", sorted(FINAL))
def test_from_an_end_it_goes_nowhere_else(state):
    assert {after for (before, _), after in MOVES.items() if before == state} <= {state}


@pytest.mark.parametrize("state, event", [("received", "cancel"), ("canceled", "receive")])
def test_what_is_over_cannot_be_done_otherwise(state, event):
    with pytest.raises(Invalid) as refusal:
        moved(a_return(state), event)
    assert [problem.code for problem in refusal.value.problems] == ["return_state"]
