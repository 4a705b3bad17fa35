"""Addresses: what was typed becomes a place that mail reaches, or says field by field why not."""

import re
from collections.abc import Callable, Iterator
from typing import TypeAlias

import msgspec

from ringup.domain.changes import GivenAddress
from ringup.domain.facts import Facts
from ringup.domain.geography import Country, State
from ringup.domain.order import Address
from ringup.domain.problems import Invalid, Problem, within
from ringup.domain.text import LONGEST, can_be_kept, trimmed

asdict = msgspec.structs.asdict
replace = msgspec.structs.replace

Tell: TypeAlias = Callable[[str, str, str], Problem]
"""Makes a problem of a field's short name, a code and a message."""

_REQUIRED = ("firstname", "lastname", "address1", "city", "phone")
_TEXTS = (*_REQUIRED, "address2", "zipcode", "company", "alternative_phone", "state_name")


def checked(given: GivenAddress, facts: Facts, address_id: int, field: str) -> Address:
    """Make an address of what was typed; typed as before, it equals the one before.

    ``field`` is what its problems are named under (``bill_address``; empty for an address that is
    asked for by itself). Raises ``Invalid`` with every problem at once.
    """

    def tell(name: str, code: str, message: str) -> Problem:
        return Problem("", within(field, name), code, message)

    typed = _trimmed(given)
    country = _country(typed, facts)
    state = _state(typed, country, facts)
    problems = (
        *_problems_of_texts(typed, _required(country), tell),
        *_problems_of_zipcode(typed, country, tell),
        *_problems_of_country(typed, country, tell),
        *_problems_of_state(typed, country, state, tell),
    )
    if problems or country is None:
        raise Invalid(*problems)
    return _address(typed, address_id, country, state)


def recalled(given: GivenAddress, facts: Facts, address_id: int, field: str) -> Address:
    """Make an address of what an order of the past says: nobody can be asked for what it lacks.

    It needs no more than a street, a city and a country. Raises ``Invalid`` as ``checked`` does.
    """

    def tell(name: str, code: str, message: str) -> Problem:
        return Problem("", within(field, name), code, message)

    typed = _trimmed(given)
    country = _country(typed, facts)
    state = _state(typed, country, facts)
    problems = (
        *_problems_of_texts(typed, ("address1", "city"), tell),
        *_problems_of_country(typed, country, tell),
        *(_problems_of_state(typed, country, state, tell) if state else ()),
    )
    if problems or country is None:
        raise Invalid(*problems)
    return _address(typed, address_id, country, state)


def merged(address: Address, given: GivenAddress, facts: Facts) -> GivenAddress:
    """Lay what was typed over an address; what was not given stays, what was given empty goes.

    Another country takes the old one's state away, and another state the old one's name.
    """
    said = {name: value for name, value in asdict(given).items() if value is not None}
    before = _as_given(address)
    if "country_id" in said or "country_iso" in said:
        country = _country(given, facts)
        moved = country is None or country.id != address.country_id
        before = _stateless(before) if moved else before
        before = replace(before, country_id=None)
    if "state_id" in said or "state_name" in said:
        before = _stateless(before)
    return replace(before, **said)


def _as_given(address: Address) -> GivenAddress:
    fields = asdict(address)
    del fields["id"]
    return GivenAddress(**fields)


def _stateless(given: GivenAddress) -> GivenAddress:
    return replace(given, state_id=None, state_name=None)


def _trimmed(given: GivenAddress) -> GivenAddress:
    return replace(given, **{name: trimmed(getattr(given, name)) for name in _TEXTS})


def _country(given: GivenAddress, facts: Facts) -> Country | None:
    if given.country_id is not None:
        return facts.shop.countries.get(given.country_id)
    return facts.shop.country_by_iso(given.country_iso.strip()) if given.country_iso else None


def _state(typed: GivenAddress, country: Country | None, facts: Facts) -> State | None:
    """Find the state by its id or, within the country, by its name or abbreviation."""
    if typed.state_id is not None:
        return facts.shop.states.get(typed.state_id)
    if typed.state_name is None or country is None:
        return None
    return facts.shop.state_by_name(country, typed.state_name)


def _required(country: Country | None) -> tuple[str, ...]:
    needs_zipcode = country is None or country.zipcode_required
    return (*_REQUIRED, "zipcode") if needs_zipcode else _REQUIRED


def _problems_of_texts(
    typed: GivenAddress, required: tuple[str, ...], tell: Tell
) -> Iterator[Problem]:
    for name in required:
        if getattr(typed, name) is None:
            yield tell(name, "required", "can't be blank")
    if typed.phone and not any(character.isdigit() for character in typed.phone):
        yield tell("phone", "invalid", "is invalid")
    for name in _TEXTS:
        yield from _problems_of_text(name, getattr(typed, name) or "", tell)


def _problems_of_zipcode(
    typed: GivenAddress, country: Country | None, tell: Tell
) -> Iterator[Problem]:
    zipcode = typed.zipcode
    if country is None or country.zipcode_pattern is None or zipcode is None:
        return
    # A text that is too long is told so already, and not looked at any longer.
    if len(zipcode) <= LONGEST and not _matches(country.zipcode_pattern, zipcode):
        yield tell("zipcode", "zipcode_invalid", f"is not a postal code of {country.name}")


def _matches(pattern: str, zipcode: str) -> bool:
    return re.fullmatch(pattern, zipcode, re.IGNORECASE | re.ASCII) is not None


def _problems_of_text(name: str, text: str, tell: Tell) -> Iterator[Problem]:
    if len(text) > LONGEST:
        yield tell(name, "too_long", f"is too long (maximum is {LONGEST} characters)")
    if not can_be_kept(text):
        yield tell(name, "invalid", "is invalid")


def _problems_of_country(
    typed: GivenAddress, country: Country | None, tell: Tell
) -> Iterator[Problem]:
    if country is not None:
        return
    if typed.country_id is not None:
        yield tell("country_id", "country_not_found", "does not exist")
    elif typed.country_iso:
        yield tell("country", "country_not_found", "does not exist")
    else:
        yield tell("country", "required", "can't be blank")


def _problems_of_state(
    typed: GivenAddress, country: Country | None, state: State | None, tell: Tell
) -> Iterator[Problem]:
    if typed.state_id is not None and state is None:
        yield tell("state_id", "state_not_found", "does not exist")
    elif country is None:
        return
    elif state is not None and state.country_id != country.id:
        yield tell("state_id", "state_not_in_country", "is invalid")
    elif state is None and country.states_required:
        named = typed.state_name is not None
        code, message = (
            ("state_not_in_country", "is invalid") if named else ("required", "can't be blank")
        )
        yield tell("state", code, message)


def _address(
    typed: GivenAddress, address_id: int, country: Country, state: State | None
) -> Address:
    return Address(
        id=address_id,
        firstname=typed.firstname or "",
        lastname=typed.lastname or "",
        address1=typed.address1 or "",
        address2=typed.address2,
        city=typed.city or "",
        zipcode=typed.zipcode or "",
        phone=typed.phone,
        company=typed.company,
        alternative_phone=typed.alternative_phone,
        country_id=country.id,
        state_id=state.id if state else None,
        state_name=None if state else typed.state_name,
    )
