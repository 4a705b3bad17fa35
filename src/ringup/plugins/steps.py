"""The checkout as a shop wants it: its steps by name, the usual ones and those of plug-ins."""

from collections.abc import Mapping, Sequence

from ringup.config import NotConfigured
from ringup.domain.checkout.flow import STANDARD
from ringup.domain.checkout.step import Step

_FIRST, _LAST = STANDARD[0].name, STANDARD[-1].name


def arranged(names: Sequence[str], others: Mapping[str, Step]) -> Sequence[Step]:
    """Give the steps of these names in this order; the usual ones where there is no name.

    Raises ``NotConfigured`` for steps that do not exist, come twice, or leave out the first or the
    last one.
    """
    if not names:
        return STANDARD
    known = {**others, **{step.name: step for step in STANDARD}}
    unknown = [name for name in names if name not in known]
    if unknown:
        there = ", ".join(known)
        raise NotConfigured(f"checkout_steps: no such step: {unknown[0]}. There are: {there}")
    if len(set(names)) < len(names):
        raise NotConfigured("checkout_steps: each step may come once")
    if (names[0], names[-1]) != (_FIRST, _LAST):
        raise NotConfigured(f"checkout_steps: must begin with {_FIRST} and end with {_LAST}")
    return [known[name] for name in names]
