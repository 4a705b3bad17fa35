"""The life of a payment, as a table of moves.

::

    checkout ──ask──▶ processing ──authorize──▶ pending ──capture──▶ completed
       │                  ├──capture──────────────────────────────────▲
       │                  ├──fail──▶ failed        └──void──▶ void ◀─┘
       └──invalidate──▶ invalid

What a gateway refuses of a payment that stands (``refuse``), or never heard of (``give_up``),
leaves it standing; a payment that nobody heard of while it was being asked for may be asked again.
Moves that were made already lead nowhere new, so that telling a thing twice is telling it once.
"""

from collections.abc import Mapping

from ringup.domain.order import PaymentState
from ringup.domain.problems import Invalid, Problem

MOVES: Mapping[tuple[PaymentState, str], PaymentState] = {
    ("checkout", "ask"): "processing",
    ("checkout", "capture"): "completed",
    ("checkout", "void"): "void",
    ("checkout", "invalidate"): "invalid",
    ("checkout", "refuse"): "checkout",
    ("checkout", "give_up"): "checkout",
    ("processing", "authorize"): "pending",
    ("processing", "capture"): "completed",
    ("processing", "fail"): "failed",
    # A check that was said to have come, and had not.
    ("processing", "refuse"): "checkout",
    ("processing", "give_up"): "checkout",
    ("pending", "authorize"): "pending",
    ("pending", "capture"): "completed",
    ("pending", "void"): "void",
    ("pending", "refuse"): "pending",
    ("pending", "give_up"): "pending",
    ("completed", "capture"): "completed",
    ("completed", "credit"): "completed",
    ("completed", "void"): "void",
    # Store credit that was spent for an order which then was not placed.
    ("completed", "give_back"): "checkout",
    ("completed", "refuse"): "completed",
    ("completed", "give_up"): "completed",
    ("failed", "fail"): "failed",
    # A payment given up in doubt is failed already when its key is voided for good measure.
    ("failed", "void"): "failed",
    ("failed", "refuse"): "failed",
    ("failed", "give_up"): "failed",
    ("void", "void"): "void",
    ("invalid", "invalidate"): "invalid",
    # The buyer gave another payment while this one was being voided.
    ("invalid", "void"): "invalid",
    ("invalid", "refuse"): "invalid",
    ("invalid", "give_up"): "invalid",
}

FIRST: PaymentState = "checkout"
FINAL: frozenset[PaymentState] = frozenset({"failed", "void", "invalid"})
"""From these a payment goes nowhere else."""


def can_move(state: PaymentState, event: str) -> bool:
    """Tell whether the event may happen to a payment in this state."""
    return (state, event) in MOVES


def moved(state: PaymentState, event: str) -> PaymentState:
    """Tell the state after an event. Raises ``Invalid`` where the event cannot happen."""
    if not can_move(state, event):
        message = f"cannot be updated because it is {state}."
        raise Invalid(Problem("", "payment", "payment_cannot_move", message))
    return MOVES[state, event]
