"""Everything that was recorded of a real Spree is answered alike, but for what is named."""

import asyncio

import pytest

from tests.recorded.allowing import Difference, GoesOn, uncovered, unused_in
from tests.recorded.conftest import OpenCopy
from tests.recorded.exceptions_checkout import CHECKING_OUT
from tests.recorded.exceptions_general import GENERAL
from tests.recorded.exceptions_goods import GOODS
from tests.recorded.exceptions_inputs import INPUTS
from tests.recorded.exceptions_left import LEFT
from tests.recorded.exceptions_store import EDITING
from tests.recorded.recordings import SCENARIOS, scenario
from tests.recorded.replaying import Replay, Replayed, open_shop

EXCEPTIONS: tuple[Difference, ...] = (*GENERAL, *CHECKING_OUT, *INPUTS, *GOODS, *EDITING, *LEFT)


@pytest.fixture(scope="module")
def replays(recorded_shop: OpenCopy) -> dict[str, list[Replayed]]:
    """Every scenario, each over a shop of its own, with the stock it began with."""
    answers = {}
    for name in SCENARIOS:
        with recorded_shop(name) as url:
            answers[name] = asyncio.run(_replayed(name, url))
    return answers


async def _replayed(name: str, url: str) -> list[Replayed]:
    goes_on = {
        step
        for difference in EXCEPTIONS
        for allowed in difference.where
        if isinstance(allowed, GoesOn) and allowed.scenario == name
        for step in allowed.steps
    }
    mends = [
        mend for difference in EXCEPTIONS for mend in difference.mended if mend.scenario == name
    ]
    told = scenario(name)
    async with open_shop(url) as client:
        return await Replay(client, told).steps(goes_on, mends)


@pytest.mark.parametrize("name", SCENARIOS)
def test_a_scenario_is_answered_as_spree_answered_it(replays, name):
    differing = {
        f"{each.number} {scenario(name).steps[each.number].note}": found
        for each in replays[name]
        if (found := uncovered(EXCEPTIONS, name, each))
    }
    assert differing == {}


@pytest.mark.parametrize("name", [*SCENARIOS, "*"])
def test_each_exception_is_one(replays, name):
    if name == "*":
        everything = [each for answers in replays.values() for each in answers]
        assert list(unused_in(EXCEPTIONS, name, everything)) == []
    else:
        assert list(unused_in(EXCEPTIONS, name, replays[name])) == []


def test_exceptions_have_names_of_their_own_and_speak_of_what_was_recorded():
    names = [difference.name for difference in EXCEPTIONS]
    assert sorted(set(names)) == sorted(names)
    spoken_of = {allowed.scenario for each in EXCEPTIONS for allowed in each.where}
    assert spoken_of <= {*SCENARIOS, "*"}


def test_all_that_was_recorded_is_here():
    assert len(SCENARIOS) == 21
    assert sum(len(scenario(name).steps) for name in SCENARIOS) == 643
