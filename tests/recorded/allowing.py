"""How an exception is written down, and how it is held to what it says.

Each names its scenarios, steps and fields. What it allows must come about in every step it names,
so that one that no longer applies is found out.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import msgspec

from tests.recorded.comparing import MISSING, Deviation
from tests.recorded.replaying import Mend, Replayed

ANY = object()
"""Whatever it is."""


class Allowed(msgspec.Struct, frozen=True, kw_only=True):
    """One kind of difference, in one scenario or in all (`*`), in some steps or in any."""

    scenario: str
    steps: tuple[int, ...] = ()
    path: str = ".*"

    def covers(self, replayed: Replayed, deviation: Deviation) -> bool:
        """Tell whether a difference is this one."""
        if self.steps and replayed.number not in self.steps:
            return False
        return bool(re.fullmatch(self.path, deviation.path)) and self.fits(replayed, deviation)

    def fits(self, replayed: Replayed, deviation: Deviation) -> bool:
        """Tell whether what was there and what is here are as this says."""
        raise NotImplementedError


class Shows(Allowed, frozen=True, kw_only=True):
    """A field has another value here, or none."""

    theirs: Any = ANY
    ours: Any = ANY

    def fits(self, replayed: Replayed, deviation: Deviation) -> bool:
        del replayed
        return _fits(self.theirs, deviation.theirs) and _fits(self.ours, deviation.ours)


class Figures(Allowed, frozen=True, kw_only=True):
    """Fields of one answer differ, each from the value there to the one here."""

    pairs: Mapping[str, str]

    def fits(self, replayed: Replayed, deviation: Deviation) -> bool:
        del replayed
        return isinstance(deviation.theirs, str) and (
            self.pairs.get(deviation.theirs, ANY) == deviation.ours
        )


class WithConfirm(Allowed, frozen=True, kw_only=True):
    """The list of steps has `confirm` before the last one."""

    path: str = r"((shipments\.)?orders?\.)?checkout_steps"

    def fits(self, replayed: Replayed, deviation: Deviation) -> bool:
        del replayed
        *before, last = deviation.theirs
        there: bool = deviation.ours == [*before, "confirm", last]
        return there


class Answers(Allowed, frozen=True, kw_only=True):
    """The whole answer is another one: its status, and what of its body is told here."""

    path: str = r"\(status\)"
    status: int
    body: Mapping[str, Any] = {}

    def fits(self, replayed: Replayed, deviation: Deviation) -> bool:
        del deviation
        body = replayed.body or {}
        return replayed.status == self.status and all(
            body.get(key, MISSING) == value for key, value in self.body.items()
        )


class Names(Allowed, frozen=True, kw_only=True):
    """The errors are told of other fields, or in other words; `errors` are all there are here."""

    path: str = r"errors\..*"
    errors: Mapping[str, list[str]]

    def fits(self, replayed: Replayed, deviation: Deviation) -> bool:
        del deviation
        there: bool = replayed.body["errors"] == self.errors
        return there


class GoesOn(Allowed, frozen=True, kw_only=True):
    """There the order was placed; here it stands in `confirm` and needs one more `PUT`."""

    path: str = r"\(needs one more PUT\)"

    def fits(self, replayed: Replayed, deviation: Deviation) -> bool:
        del replayed
        return deviation == Deviation("(needs one more PUT)", "complete", "confirm")


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    """An exception: its name, why it is so, and where it shows."""

    name: str
    why: str
    where: tuple[Allowed, ...]
    mended: tuple[Mend, ...] = ()


def unused_in(
    differences: Iterable[Difference], scenario: str, replayed: Iterable[Replayed]
) -> Iterator[str]:
    """Name each exception for this scenario, and the step of it, that nothing came under."""
    answers = tuple(replayed)
    for difference in differences:
        for allowed in difference.where:
            if allowed.scenario == scenario:
                used = {each.number for each in answers if _comes_under(each, allowed)}
                missed = sorted(set(allowed.steps) - used)
                if missed or not used:
                    yield f"{difference.name} {missed}"


def uncovered(
    differences: Iterable[Difference], scenario: str, replayed: Replayed
) -> list[Deviation]:
    """Give the differences of a step that no exception speaks of."""
    allowed = [
        each
        for difference in differences
        for each in difference.where
        if each.scenario in {scenario, "*"}
    ]
    return [
        deviation
        for deviation in replayed.deviations
        if not any(each.covers(replayed, deviation) for each in allowed)
    ]


def _comes_under(replayed: Replayed, allowed: Allowed) -> bool:
    return any(allowed.covers(replayed, deviation) for deviation in replayed.deviations)


def _fits(wanted: Any, found: Any) -> bool:  # noqa: ANN401 - a value, or a function that judges it
    if wanted is ANY:
        return True
    return bool(wanted(found)) if callable(wanted) else bool(wanted == found)
