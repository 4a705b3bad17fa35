"""Some fields of an address, laid over those it has."""

from ringup.domain.addresses import checked, merged
from ringup.domain.changes import GivenAddress
from tests.domain.builders import an_address
from tests.domain.walking import FACTS

HOME = an_address("US", "MD", company="Engines")


def edited(**fields):
    return checked(merged(HOME, GivenAddress(**fields), FACTS), FACTS, HOME.id, "")


def test_what_is_not_given_stays():
    assert edited(city="Baltimore") == an_address("US", "MD", company="Engines", city="Baltimore")


def test_nothing_given_changes_nothing():
    assert edited() == HOME


def test_what_is_given_empty_goes():
    assert edited(company="").company is None


def test_the_same_country_in_letters_keeps_the_state():
    assert edited(country_iso="US", firstname="Ada") == HOME


def test_another_country_takes_the_old_ones_state_away():
    moved = edited(country_iso="DE")
    assert (moved.country_id, moved.state_id) == (an_address("DE").country_id, None)


def test_another_country_may_be_given_with_its_state():
    assert edited(country_id=2, state_name="on").state_id == 4


def test_a_state_by_name_takes_the_place_of_one_by_id():
    assert edited(state_name="NY").state_id == 2
