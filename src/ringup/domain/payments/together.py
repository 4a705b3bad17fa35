"""One deed over all payments of an order: the amount is spread over them, one after the other."""

from collections.abc import Iterator, Mapping

from ringup.domain.facts import Facts
from ringup.domain.money import Minor, decimal_text
from ringup.domain.order import Order, Payment
from ringup.domain.payments import deeds
from ringup.domain.payments.deeds import Deed, DeedName
from ringup.domain.problems import Invalid, Problem

_STATES: Mapping[DeedName, frozenset[str]] = {
    "authorize": frozenset({"checkout"}),
    "purchase": frozenset({"checkout"}),
    "capture": frozenset({"pending", "checkout"}),
    "void": frozenset({"pending", "completed", "checkout"}),
    "credit": frozenset({"completed"}),
}

_DONE: Mapping[DeedName, str] = {
    "authorize": "authorized",
    "purchase": "purchased",
    "void": "voided",
}


def planned(
    order: Order, facts: Facts, name: DeedName, amount: str | None
) -> tuple[tuple[Payment, Deed], ...]:
    """Plan one deed over every payment it can be done with, up to ``amount`` (a decimal text).

    Raises ``Invalid`` for more than they have together, and for an amount of what is only done as
    a whole. Nothing to do is an empty plan.
    """
    if name not in deeds.IN_PART:
        deeds.check_whole(amount, _DONE[name])
    left = None if amount is None else deeds.amount_of(order, amount)
    plan = tuple(_spread(order, facts, name, left))
    planned_amount = sum(deed.amount for _, deed in plan)
    if left is not None and planned_amount < left:
        text = f"must be at most {decimal_text(planned_amount, order.currency)}"
        raise Invalid(Problem("", "amount", "amount_too_large", text))
    return plan


def _spread(
    order: Order, facts: Facts, name: DeedName, left: Minor | None
) -> Iterator[tuple[Payment, Deed]]:
    for payment in order.payments:
        if left == 0 or not _can_be_done(name, payment, facts):
            continue
        deed = deeds.planned(order, facts, payment, name)
        if deed is None:
            continue
        taken = deed.amount if left is None else min(deed.amount, left)
        left = None if left is None else left - taken
        yield payment, Deed(deed.kind, taken)


def _can_be_done(name: DeedName, payment: Payment, facts: Facts) -> bool:
    waits = name in deeds.TAKING and deeds.waits_for_placing(payment, facts)
    return payment.state in _STATES[name] and not waits
