"""Where people live and parcels go: countries, their states, and the zones a shop makes of them."""

import msgspec


class Country(msgspec.Struct, frozen=True, kw_only=True):
    """A country of ISO 3166-1. ``states_required`` and what follows by its postal rules.

    ``zipcode_pattern`` is a regular expression that a whole postal code matches.
    """

    id: int
    iso: str
    iso3: str
    name: str
    iso_name: str
    numcode: int
    states_required: bool = False
    zipcode_required: bool = True
    zipcode_pattern: str | None = None


class State(msgspec.Struct, frozen=True, kw_only=True):
    """A first-level subdivision that postal addresses use (``abbr`` such as ``MD``)."""

    id: int
    country_id: int
    name: str
    abbr: str


class Zone(msgspec.Struct, frozen=True, kw_only=True):
    """A set of countries, or of states. ``default_tax``: where nobody has given an address yet."""

    id: int
    name: str
    description: str = ""
    country_ids: frozenset[int] = frozenset()
    state_ids: frozenset[int] = frozenset()
    default_tax: bool = False
