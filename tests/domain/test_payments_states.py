"""The life of a payment: the table of moves is whole."""

from typing import get_args

import pytest

from ringup.domain.order import PaymentState
from ringup.domain.payments.states import FINAL, FIRST, MOVES, can_move, moved
from ringup.domain.problems import Invalid

STATES = set(get_args(PaymentState))


def reachable(start):
    found, new = set(), {start}
    while new:
        found |= new
        new = {to for (state, _), to in MOVES.items() if state in new} - found
    return found


def test_every_state_can_be_reached():
    assert reachable(FIRST) == STATES


def test_only_final_states_lead_nowhere():
    leading_on = {state for (state, _), to in MOVES.items() if to != state}
    assert leading_on == STATES - FINAL


def test_every_state_that_is_not_final_has_a_way_to_money_given_or_given_back():
    for state in STATES - FINAL:
        assert reachable(state) & {"void", "failed"}


def test_every_move_is_between_known_states():
    assert {state for state, _ in MOVES} == STATES
    assert set(MOVES.values()) == STATES


@pytest.mark.parametrize("state", sorted(FINAL | {"completed", "pending"}))
def test_telling_a_payment_again_what_it_is_changes_nothing(state):
    told_again = [event for (at, event), to in MOVES.items() if at == state == to]
    assert told_again


@pytest.mark.parametrize(
    "state, event",
    [
        ("void", "capture"),
        ("failed", "capture"),
        ("invalid", "ask"),
        ("completed", "fail"),
        ("processing", "void"),
        ("pending", "credit"),
        ("checkout", "dance"),
    ],
)
def test_what_cannot_happen_is_refused_and_the_state_named(state, event):
    assert not can_move(state, event)
    with pytest.raises(Invalid) as refused:
        moved(state, event)
    (problem,) = refused.value.problems
    assert problem.code == "payment_cannot_move"
    assert problem.message == f"cannot be updated because it is {state}."


def test_an_answer_that_never_came_leaves_the_payment_to_be_asked_for_again():
    assert moved(moved("checkout", "ask"), "give_up") == "checkout"
