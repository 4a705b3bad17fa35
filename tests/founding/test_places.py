"""Countries and states: all of them, as postal rules know them."""

import re

import pytest

from ringup.demo.shop import EUROPEAN_UNION
from ringup.founding.places import countries


@pytest.fixture(scope="module")
def world():
    return {country.iso: country for country in countries()}


def test_all_of_iso_3166_is_there(world):
    assert len(world) == 249
    assert len({country.iso3 for country in world.values()}) == 249


@pytest.mark.parametrize(
    "iso, written",
    [
        ("US", ("USA", 840, "United States", "UNITED STATES")),
        ("DE", ("DEU", 276, "Germany", "GERMANY")),
        ("BO", ("BOL", 68, "Bolivia", "BOLIVIA, PLURINATIONAL STATE OF")),
    ],
)
def test_a_country_has_its_codes_and_the_name_people_use(world, iso, written):
    found = world[iso]
    assert (found.iso3, found.numcode, found.name, found.iso_name) == written


@pytest.mark.parametrize(
    "iso, abbr, name",
    [
        ("US", "MD", "Maryland"),
        ("US", "DC", "District of Columbia"),
        ("CA", "QC", "Quebec"),
        ("AU", "NSW", "New South Wales"),
        ("JP", "13", "Tokyo"),
        ("IT", "RM", "Roma"),
        ("IN", "KA", "Karnataka"),
        ("BR", "SP", "São Paulo"),
    ],
)
def test_states_are_those_that_addresses_use(world, iso, abbr, name):
    assert {state.abbr: state.name for state in world[iso].states}[abbr] == name


@pytest.mark.parametrize(
    "iso, states, zipcode", [("US", True, True), ("CA", True, True), ("DE", False, True)]
)
def test_what_an_address_needs_follows_the_postal_rules(world, iso, states, zipcode):
    found = world[iso]
    assert (found.states_required, found.zipcode_required) == (states, zipcode)


@pytest.mark.parametrize(
    "iso, code", [("US", "20814"), ("US", "20814-1234"), ("GB", "SW1A 1AA"), ("JP", "100-0001")]
)
def test_a_countrys_postal_codes_follow_its_pattern(world, iso, code):
    assert re.fullmatch(world[iso].zipcode_pattern, code)


def test_every_pattern_of_postal_codes_can_be_matched_against(world):
    patterns = [c.zipcode_pattern for c in world.values() if c.zipcode_pattern]
    assert len([re.compile(pattern) for pattern in patterns]) > 150


def test_a_country_without_postal_codes_asks_for_none(world):
    for iso in ("HK", "AE", "JM", "BS"):
        assert not world[iso].zipcode_required


def test_no_country_asks_for_a_state_without_having_any(world):
    assert [c.iso for c in world.values() if c.states_required and not c.states] == []


def test_within_a_country_no_two_states_share_a_name_or_an_abbreviation(world):
    for country in world.values():
        assert len({state.abbr for state in country.states}) == len(country.states)
        assert len({state.name for state in country.states}) == len(country.states)


def test_the_european_union_has_27_members(world):
    assert len(set(EUROPEAN_UNION.countries)) == 27
    assert set(EUROPEAN_UNION.countries) <= world.keys()
    assert "GB" not in EUROPEAN_UNION.countries
