"""The checkout, from the top: its steps, what keeps an order from going on, and going on.

A step is removed, inserted or made conditional by one line of the table ``STEPS``; every function
here takes another table as ``steps``. What a step needs, and what it does, is in its own file.
"""

from collections.abc import Sequence

import msgspec

from ringup.domain.changes import Change, GoBack
from ringup.domain.checkout.applying import applied, priced
from ringup.domain.checkout.step import Step, Steps, problems_of
from ringup.domain.checkout.steps import address, cart, complete, confirm, delivery, payment
from ringup.domain.facts import Facts
from ringup.domain.order import Order
from ringup.domain.problems import BeingPlaced, CannotAdvance, Invalid, Problem

replace = msgspec.structs.replace

STEPS: list[Step] = [
    cart.STEP,
    address.STEP,
    delivery.STEP,
    payment.STEP,
    confirm.STEP,
    complete.STEP,
]
"""The checkout. A shop that sets ``checkout_steps`` has its own put here before it opens."""

STANDARD: Steps = tuple(STEPS)
"""The checkout of a shop that sets nothing."""


def steps_for(order: Order, facts: Facts, steps: Steps = STEPS) -> tuple[str, ...]:
    """Name the steps that apply to the order, ``cart`` first."""
    return tuple(step.name for step in steps if step.applies(order, facts))


def next_step(order: Order, facts: Facts, steps: Steps = STEPS) -> str | None:
    """Name the step that comes next; ``None`` for an order that was placed."""
    step = _following(order, facts, steps)
    return step.name if step else None


def problems(order: Order, facts: Facts, steps: Steps = STEPS) -> tuple[Problem, ...]:
    """Say why the present step cannot be left: what it needs, and all that came before it."""
    if _is_closed(order):
        return ()
    passed = _applying(order, facts, steps[: _position(order, steps) + 1])
    return tuple(problem for step in passed for problem in problems_of(step, order, facts))


def check_can_leave(order: Order, facts: Facts, steps: Steps = STEPS) -> None:
    """Raise ``CannotAdvance`` with every problem if the present step cannot be left."""
    found = problems(order, facts, steps)
    if found:
        raise CannotAdvance(*found)


def advanced(order: Order, facts: Facts, steps: Steps = STEPS) -> Order:
    """Move the order one step, but never into the last one: to place it is ``completion``'s work.

    Raises ``CannotAdvance`` with every problem, ``BeingPlaced``. An order with no step but the
    last to go to is given back as it is.
    """
    if order.placing:
        raise BeingPlaced
    check_can_leave(order, facts, steps)
    step = _following(order, facts, steps)
    if step is None or step is steps[-1]:
        return order
    prepared = step.enter(order, facts)
    if prepared != order:
        prepared = priced(prepared, facts)
    return replace(prepared, state=step.name)


def change(order: Order, facts: Facts, changes: Sequence[Change], steps: Steps = STEPS) -> Order:
    """Apply everything that is asked, at today's prices, and go back where that makes it due.

    Raises ``Invalid`` with all problems of all changes (nothing is applied then), also for any
    change of an order that was placed; ``BeingPlaced`` for one that is being placed.
    """
    if _is_closed(order) or order.placing:
        return _unchanged(order, changes)

    def go_back(order: Order, facts: Facts, asked: GoBack) -> Order:
        return gone_back(order, facts, asked.step, steps)

    after = applied(order, facts, changes, go_back)
    return order if after == order else sent_back(order, after, facts, steps)


def gone_back(order: Order, facts: Facts, name: str, steps: Steps = STEPS) -> Order:
    """Go back to an earlier step; the present one is none too early.

    Raises ``Invalid`` for a later step, and for one that is not on this order's way.
    """
    passed = steps[: _position(order, steps) + 1]
    if name in steps_for(order, facts, passed):
        return replace(order, state=name)
    if name in steps_for(order, facts, steps):
        raise Invalid(Problem("", "state", "step_ahead", "cannot be skipped to"))
    raise Invalid(Problem("", "state", "step_unknown", "is not a step of this order"))


def sent_back(before: Order, after: Order, facts: Facts, steps: Steps = STEPS) -> Order:
    """Send a changed order back to the first step that is due again.

    That is one that has to be redone because of the difference, or that could no longer be left,
    or, if the present step no longer applies, the one before it.
    """
    passed = _applying(after, facts, steps[: _position(after, steps) + 1])
    due = (step for step in passed[:-1] if _is_due_again(step, before, after, facts))
    step = next(due, passed[-1] if passed else steps[0])
    if step.name == after.state:
        return after
    return replace(_prepared_for(step, before, after, facts), state=step.name)


def _prepared_for(step: Step, before: Order, after: Order, facts: Facts) -> Order:
    """Enter a step that was not on the order's way before: nobody prepared anything for it yet."""
    if step.applies(before, facts):
        return after
    prepared = step.enter(after, facts)
    return after if prepared == after else priced(prepared, facts)


def _is_due_again(step: Step, before: Order, after: Order, facts: Facts) -> bool:
    if any(redo(before, after) for redo in step.redo):
        return True
    return bool(problems_of(step, after, facts))


def _unchanged(order: Order, changes: Sequence[Change]) -> Order:
    if changes and order.placing:
        raise BeingPlaced
    if changes:
        message = "was placed and can no longer be changed"
        raise Invalid(Problem("", "order", "order_completed", message))
    return order


def _is_closed(order: Order) -> bool:
    return order.is_complete or order.canceled_at is not None


def _position(order: Order, steps: Steps) -> int:
    """Find where the order stands; one whose step was taken out of the table starts again."""
    return next((i for i, step in enumerate(steps) if step.name == order.state), 0)


def _applying(order: Order, facts: Facts, steps: Steps) -> tuple[Step, ...]:
    return tuple(step for step in steps if step.applies(order, facts))


def _following(order: Order, facts: Facts, steps: Steps) -> Step | None:
    if _is_closed(order):
        return None
    later = steps[_position(order, steps) + 1 :]
    return next((step for step in later if step.applies(order, facts)), None)
