"""Writes the countries and their states."""

from ringup.founding.pen import Pen
from ringup.founding.places import countries

_COLUMNS = (
    "iso",
    "iso3",
    "numcode",
    "name",
    "iso_name",
    "states_required",
    "zipcode_required",
    "zipcode_pattern",
)


def write_world(pen: Pen) -> dict[str, int]:
    """Write all countries and states, and give the ids of the countries by their two letters."""
    named = tuple(countries())
    rows = [{column: getattr(country, column) for column in _COLUMNS} for country in named]
    ids = pen.named("countries", rows, by="iso")
    states = (
        {"country_id": ids[country.iso], "name": state.name, "abbr": state.abbr}
        for country in named
        for state in country.states
    )
    pen.write("states", states)
    return ids
