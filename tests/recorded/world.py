"""The countries and states that the recordings show, under their ids there, and the rest of them.

Spree took the names from a source of its own; where a recording tells one, it is taken from there.
The others come from the postal rules, as in every shop of ours.
"""

import itertools
from collections.abc import Iterator
from typing import Any

from ringup.founding.pen import Pen
from ringup.founding.places import countries
from tests.recorded.recordings import scenario

UNITED_STATES = 224
# That many were there; those that no recording names get a name that none of its searches finds.
STATES = 580
# Spree had 240 countries: these, where hardly anybody lives, it left out.
NOT_THERE = frozenset({"AQ", "AX", "BV", "EH", "GS", "HM", "IO", "TF", "UM"})


def write_recorded_world(pen: Pen) -> None:
    """Write every country and state."""
    shown = list(_shown())
    named = {row["iso"]: row for row in shown if "iso" in row}
    taken = {row["id"] for row in named.values()}
    free = (number for number in range(1, 1_000) if number not in taken)
    rows = [
        {
            **{
                name: getattr(country, name)
                for name in ("iso", "iso3", "numcode", "name", "iso_name")
            },
            "id": named.get(country.iso, {}).get("id") or next(free),
            **named.get(country.iso, {}),
            "states_required": country.iso == "US" or country.states_required,
            "zipcode_required": country.zipcode_required,
        }
        for country in countries()
        if country.iso not in NOT_THERE
    ]
    pen.write("countries", rows)
    pen.write("states", _states(shown, {row["iso"]: row["id"] for row in rows}))


def _states(shown: list[dict[str, Any]], country_ids: dict[str, int]) -> Iterator[dict[str, Any]]:
    known = {row["id"]: row for row in shown if "country_id" in row}
    further = {
        ("CA", "Newfoundland and Labrador", "NL"),
        ("AU", "New South Wales", "NSW"),
    }
    yield from known.values()
    free = [number for number in range(1, STATES + 1) if number not in known]
    for iso, name, abbr in sorted(further):
        yield {"id": free.pop(0), "country_id": country_ids[iso], "name": name, "abbr": abbr}
    for number in free[: STATES - len(known) - len(further)]:
        name = f"Zz {number:03}"
        yield {"id": number, "country_id": country_ids["AF"], "name": name, "abbr": str(number)}


def _shown() -> Iterator[dict[str, Any]]:
    """Give every country and state in the recorded lists, and those of the United States."""
    for step in scenario("countries_states_zones").steps:
        body = step.body
        if not isinstance(body, dict):
            continue
        lists = [body.get("countries", []), body.get("states", [])]
        yield from itertools.chain.from_iterable(lists)
        if body.get("iso"):
            yield {key: value for key, value in body.items() if key != "states"}
        if "abbr" in body:
            yield body
    texas = scenario("stock").steps[0].body["stock_locations"][0]["state"]
    yield texas
