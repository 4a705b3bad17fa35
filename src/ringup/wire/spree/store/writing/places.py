"""Writes countries, their states, and zones."""

from msgspec.structs import asdict

from ringup.domain.geography import Country, State, Zone
from ringup.domain.order import CHILD_BITS
from ringup.wire.spree.store.records import CountryWithStatesRecord, ZoneMemberRecord, ZoneRecord
from ringup.wire.spree.store.writing.ink import Ink
from ringup.wire.spree.write.addresses import country_record, state_record
from ringup.wire.spree.write.records import CountryRecord, StateRecord

COUNTRY, STATE = "Spree::Country", "Spree::State"


def country(found: Country, ink: Ink) -> CountryRecord:
    """Write a country."""
    return country_record(found, ink.pen.locale)


def country_with_states(found: Country, ink: Ink) -> CountryWithStatesRecord:
    """Write a country with its states, as the shop's addresses know them."""
    own = [each for each in ink.shop.states.values() if each.country_id == found.id]
    return CountryWithStatesRecord(
        **asdict(country_record(found, ink.pen.locale)),
        states_required=found.states_required,
        zipcode_required=found.zipcode_required,
        states=[state_record(each) for each in sorted(own, key=lambda each: each.name)],
    )


def state(found: State, ink: Ink) -> StateRecord:
    """Write a state."""
    del ink
    return state_record(found)


def zone(found: Zone, ink: Ink) -> ZoneRecord:
    """Write a zone; each member is numbered by the zone's id above its own."""
    del ink
    members = (
        *((COUNTRY, each) for each in sorted(found.country_ids)),
        *((STATE, each) for each in sorted(found.state_ids)),
    )
    return ZoneRecord(
        id=found.id,
        name=found.name,
        description=found.description,
        default_tax=found.default_tax,
        zone_members=[
            ZoneMemberRecord(
                id=(found.id << CHILD_BITS) | each, zoneable_type=kind, zoneable_id=each
            )
            for kind, each in members
        ],
    )
