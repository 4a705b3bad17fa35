"""Addresses, as answers give them."""

from ringup.domain.facts import Shop
from ringup.domain.geography import Country, State
from ringup.domain.order import Address
from ringup.web.display import country_name
from ringup.wire.spree.write.records import AddressRecord, CountryRecord, StateRecord


def address_record(address: Address, shop: Shop, locale: str) -> AddressRecord:
    """Write an address with its country and state, for people who read ``locale``."""
    country = shop.countries.get(address.country_id)
    state = shop.states.get(address.state_id) if address.state_id is not None else None
    return AddressRecord(
        id=address.id,
        firstname=address.firstname,
        lastname=address.lastname,
        full_name=f"{address.firstname} {address.lastname}".strip(),
        address1=address.address1,
        address2=address.address2,
        city=address.city,
        zipcode=address.zipcode,
        phone=address.phone,
        company=address.company,
        alternative_phone=address.alternative_phone,
        country_id=address.country_id,
        state_id=address.state_id,
        state_name=address.state_name,
        state_text=state.abbr if state else address.state_name,
        country=country_record(country, locale) if country else None,
        state=state_record(state) if state else None,
    )


def country_record(country: Country, locale: str) -> CountryRecord:
    """Write a country, named as people call it who read ``locale``."""
    return CountryRecord(
        id=country.id,
        iso_name=country.iso_name,
        iso=country.iso,
        iso3=country.iso3,
        name=country_name(country.iso, country.name, locale),
        numcode=country.numcode,
    )


def state_record(state: State) -> StateRecord:
    """Write a state."""
    return StateRecord(id=state.id, name=state.name, abbr=state.abbr, country_id=state.country_id)
