"""Countries, states and zones."""

from collections.abc import Sequence

from sqlalchemy import select

from ringup.domain.geography import Country, State, Zone
from ringup.persistence.schema import countries, states, zone_countries, zone_states, zones
from ringup.persistence.search.grouping import grouped, plain
from ringup.persistence.search.shelf import Link, Reader, Row, Shelf, by_id, by_id_or, columns_of
from ringup.services.searching import Listing

COUNTRIES = Shelf[Country](
    table=countries,
    shown=tuple(countries.c),
    id=countries.c.id,
    columns=columns_of(
        countries, "id", "name", "iso", "iso3", "iso_name", "numcode", "states_required"
    ),
    links={
        "states": Link(
            source=states,
            on=states.c.country_id == countries.c.id,
            columns=columns_of(states, "id", "name", "abbr"),
        )
    },
    order=(countries.c.name,),
    keys=by_id_or(countries.c.id, countries.c.iso),
    load=plain(Country),
)

STATES = Shelf[State](
    table=states,
    shown=tuple(states.c),
    id=states.c.id,
    columns=columns_of(states, "id", "name", "abbr", "country_id"),
    links={
        "country": Link(
            source=countries,
            on=countries.c.id == states.c.country_id,
            columns=columns_of(countries, "id", "name", "iso"),
        )
    },
    order=(states.c.name,),
    within={"country_id": states.c.country_id},
    keys=by_id(states.c.id),
    load=plain(State),
)


async def _zones(reader: Reader, rows: Sequence[Row], listing: Listing) -> Sequence[Zone]:
    _ = listing
    ids = [row["id"] for row in rows]
    of_countries = await reader.select(
        select(zone_countries).where(zone_countries.c.zone_id.in_(ids))
    )
    of_states = await reader.select(select(zone_states).where(zone_states.c.zone_id.in_(ids)))
    country_ids = grouped(of_countries, "zone_id", "country_id")
    state_ids = grouped(of_states, "zone_id", "state_id")
    return [
        Zone(
            **row,
            country_ids=frozenset(country_ids[row["id"]]),
            state_ids=frozenset(state_ids[row["id"]]),
        )
        for row in rows
    ]


ZONES = Shelf[Zone](
    table=zones,
    shown=tuple(column for column in zones.c if column.name != "deleted_at"),
    id=zones.c.id,
    columns=columns_of(zones, "id", "name", "description", "default_tax"),
    among=(zones.c.deleted_at.is_(None),),
    keys=by_id(zones.c.id),
    load=_zones,
)
