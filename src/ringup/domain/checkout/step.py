"""What a step of the checkout is."""

from collections.abc import Callable, Sequence
from typing import TypeAlias

import msgspec

from ringup.domain.facts import Facts
from ringup.domain.order import Order
from ringup.domain.problems import Problem

Need: TypeAlias = Callable[[Order, Facts], Problem | tuple[Problem, ...] | None]
"""Something that must hold: a named function that says what is wrong, or nothing."""

Redo: TypeAlias = Callable[[Order, Order], bool]
"""Whether the difference between an order before and after makes a step due again."""


def always(order: Order, facts: Facts) -> bool:
    """Apply to every order."""
    del order, facts
    return True


def unchanged(order: Order, facts: Facts) -> Order:
    """Do nothing when the step is entered."""
    del facts
    return order


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """A row of the checkout table.

    ``leaving`` must hold before the step is left, and again before any later one is. ``enter``
    prepares the order when it gets here. A step that does not ``applies`` is passed over. A change
    that answers one of ``redo`` sends an order that is past the step back to it.
    """

    name: str
    leaving: tuple[Need, ...] = ()
    enter: Callable[[Order, Facts], Order] = unchanged
    applies: Callable[[Order, Facts], bool] = always
    redo: tuple[Redo, ...] = ()


Steps: TypeAlias = Sequence[Step]


def problems_of(step: Step, order: Order, facts: Facts) -> tuple[Problem, ...]:
    """Say everything that keeps an order from leaving the step."""
    found: list[Problem] = []
    for need in step.leaving:
        answer = need(order, facts)
        if isinstance(answer, Problem):
            found.append(answer)
        elif answer is not None:
            found.extend(answer)
    return tuple(found)
