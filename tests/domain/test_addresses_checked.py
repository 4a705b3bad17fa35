"""An address as it was typed: what it needs, and how its problems are named."""

import pytest
from msgspec.structs import replace

from ringup.domain.addresses import checked
from ringup.domain.problems import Invalid
from tests.domain.builders import an_address
from tests.domain.walking import FACTS, typed

BLANK = "can't be blank"


def problems_of(given, field="bill_address"):
    with pytest.raises(Invalid) as refused:
        checked(given, FACTS, 1, field)
    return [(p.field, p.code, p.message) for p in refused.value.problems]


def test_a_valid_address_is_kept_as_typed_without_the_blanks_around():
    address = checked(typed(firstname=" Ada ", address2="  ", company="Engines"), FACTS, 7, "x")
    assert address == an_address(id=7, firstname="Ada", company="Engines")


def test_an_address_typed_as_before_equals_the_one_before():
    first = checked(typed(), FACTS, 7, "bill_address")
    assert checked(typed(), FACTS, first.id, "ship_address") == first


@pytest.mark.parametrize("name", ["firstname", "lastname", "address1", "city", "zipcode", "phone"])
def test_every_required_field_is_named_when_it_is_blank(name):
    assert problems_of(typed(**{name: " "})) == [(f"bill_address.{name}", "required", BLANK)]


def test_all_problems_are_told_at_once():
    given = typed(firstname=None, city="", phone="none", country_iso=None, state_name=None)
    assert problems_of(given, "ship_address") == [
        ("ship_address.firstname", "required", BLANK),
        ("ship_address.city", "required", BLANK),
        ("ship_address.phone", "invalid", "is invalid"),
        ("ship_address.country", "required", BLANK),
    ]


def test_an_address_asked_for_by_itself_has_plain_field_names():
    assert problems_of(typed(city=None), "") == [("city", "required", BLANK)]


@pytest.mark.parametrize(
    "zipcode", ["2081", "208145", "SW1A 1AA", "\uff12\uff10\uff18\uff11\uff14", "20814\n20814"]
)
def test_a_postal_code_that_the_country_does_not_have_is_refused(zipcode):
    refused = ("bill_address.zipcode", "zipcode_invalid", "is not a postal code of Country US")
    assert problems_of(typed(zipcode=zipcode)) == [refused]


@pytest.mark.parametrize("zipcode", ["20814", " 20814 ", "20814-0001"])
def test_a_postal_code_of_the_country_is_kept_as_typed(zipcode):
    assert checked(typed(zipcode=zipcode), FACTS, 1, "").zipcode == zipcode.strip()


@pytest.mark.parametrize("phone", ["555 0100", "+1 (555) 867-5309 ext. 4", "5"])
def test_a_phone_is_kept_as_given_as_long_as_it_has_digits(phone):
    assert checked(typed(phone=phone), FACTS, 1, "").phone == phone


def test_a_country_is_named_by_id_or_by_its_two_letters_in_either_case():
    by_id = checked(typed(country_iso=None, country_id=1), FACTS, 1, "")
    assert by_id == checked(typed(country_iso="us"), FACTS, 1, "")


@pytest.mark.parametrize(
    "country, field",
    [
        ({"country_id": 999, "country_iso": None}, "bill_address.country_id"),
        ({"country_iso": "ZZ"}, "bill_address.country"),
    ],
)
def test_an_unknown_country_is_named(country, field):
    assert problems_of(typed(**country)) == [(field, "country_not_found", "does not exist")]


@pytest.mark.parametrize("name", ["MD", "md", "State MD", " state md "])
def test_a_state_is_found_by_its_name_or_abbreviation(name):
    address = checked(typed(state_name=name), FACTS, 1, "")
    assert (address.state_id, address.state_name) == (1, None)


def test_a_country_whose_post_needs_states_needs_one():
    given = typed(state_name=None)
    assert problems_of(given) == [("bill_address.state", "required", BLANK)]


def test_a_state_that_the_country_does_not_have_is_refused():
    given = typed(state_name="Ontario")
    assert problems_of(given) == [("bill_address.state", "state_not_in_country", "is invalid")]


def test_a_state_of_another_country_is_refused():
    ontario = typed(state_id=4, state_name=None)
    assert problems_of(ontario) == [("bill_address.state_id", "state_not_in_country", "is invalid")]


def test_an_unknown_state_id_is_named():
    given = typed(state_id=999)
    assert problems_of(given) == [("bill_address.state_id", "state_not_found", "does not exist")]


def test_where_states_have_no_id_their_name_is_kept():
    address = checked(typed(country_iso="JP", state_name="Kyoto"), FACTS, 1, "")
    assert (address.state_id, address.state_name) == (None, "Kyoto")


def test_a_country_without_postal_codes_needs_none():
    address = checked(typed(country_iso="HK", state_name=None, zipcode=None), FACTS, 1, "")
    assert address.zipcode == ""


def test_a_text_may_have_255_characters_and_no_more():
    assert checked(typed(city="x" * 255), FACTS, 1, "").city == "x" * 255
    message = "is too long (maximum is 255 characters)"
    assert problems_of(typed(city="x" * 256)) == [("bill_address.city", "too_long", message)]


@pytest.mark.parametrize("text", ["a\x00b", "a\ud800b"])
def test_what_no_database_can_hold_is_refused(text):
    assert problems_of(typed(company=text)) == [("bill_address.company", "invalid", "is invalid")]


def test_names_of_any_script_are_welcome():
    assert checked(typed(firstname="مهر\u200cنوش"), FACTS, 1, "") == replace(
        an_address(id=1), firstname="مهر\u200cنوش"
    )
