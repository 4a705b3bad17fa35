"""The life of a shipment, as a table of moves.

::

    pending ◀──wait / ready──▶ ready ──ship──▶ shipped
       │ ▲                       │
       │ └──resume── canceled ◀──┴── cancel
       └──cancel────────▶

Whether it may go (``ready``) or has to ``wait`` is for ``standing`` to say. Moves that were made
already lead nowhere new, so that telling a thing twice is telling it once. ``backorder`` is a word
for whole orders: a parcel that waits for goods is ``pending``.
"""

from collections.abc import Mapping

from ringup.domain.order import Shipment, ShipmentState
from ringup.domain.problems import Invalid, Problem

MOVES: Mapping[tuple[ShipmentState, str], ShipmentState] = {
    ("pending", "wait"): "pending",
    ("pending", "ready"): "ready",
    ("pending", "cancel"): "canceled",
    ("ready", "wait"): "pending",
    ("ready", "ready"): "ready",
    ("ready", "ship"): "shipped",
    ("ready", "cancel"): "canceled",
    ("shipped", "ship"): "shipped",
    ("canceled", "cancel"): "canceled",
    ("canceled", "resume"): "pending",
}

FIRST: ShipmentState = "pending"
FINAL: ShipmentState = "shipped"
"""What was sent comes back only by a return."""


def can_move(shipment: Shipment, event: str) -> bool:
    """Tell whether the event may happen to the shipment."""
    return (shipment.state, event) in MOVES


def moved(shipment: Shipment, event: str) -> ShipmentState:
    """Tell the state after an event. Raises ``Invalid`` where the event cannot happen."""
    if not can_move(shipment, event):
        message = f"cannot do this because it is {shipment.state}."
        raise Invalid(Problem("", "shipment", "shipment_state", message))
    return MOVES[shipment.state, event]
