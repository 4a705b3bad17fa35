"""Plug-ins in forms: a calculator, a rule or an action by its name, with settings that fit it."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import msgspec

from ringup.domain.geography import Country
from ringup.domain.problems import Problem, within
from ringup.domain.variants import OptionValue
from ringup.services.editing.forms import Line, Reference
from ringup.services.shelves import Product, StoredVariant, Taxon, User

LARGEST = 2**53
"""Past every amount and every id, and what JavaScript reads."""


class Plugin(msgspec.Struct, frozen=True, kw_only=True):
    """A plug-in's name in its table, and its settings as its own file describes them.

    Amounts in settings are minor units by currency (500 is 5.00), rates are millionths.
    """

    type: Line
    settings: dict[str, Any] = {}


class Misfit(ValueError):
    """Settings that are not the plug-in's; the text says why, for people."""


def fitted(settings: Mapping[str, Any], kind: type[Any]) -> dict[str, Any]:
    """Give settings as the plug-in would write them itself. Raises ``Misfit``."""
    try:
        plugin = msgspec.convert(settings, kind, strict=False)
        plain: dict[str, Any] = msgspec.to_builtins(plugin)
        msgspec.json.encode(plain)
        _check_sizes(plain)
    except (ValueError, OverflowError, TypeError) as error:
        raise Misfit(str(error).replace("`$.", "`").replace("`$`", "settings")) from None
    return plain


def _check_sizes(value: Any) -> None:  # noqa: ANN401 - whatever JSON holds
    if isinstance(value, Mapping):
        for inside in value.values():
            _check_sizes(inside)
    elif isinstance(value, list | tuple):
        for inside in value:
            _check_sizes(inside)
    elif isinstance(value, int) and abs(value) > LARGEST:
        raise Misfit("no number may be as large as that")


def misfits(plugin: Plugin, table: Mapping[str, type[Any]], field: str) -> Iterator[Problem]:
    """Tell what is wrong with a plug-in that should be one of a table's."""
    kind = table.get(plugin.type)
    if kind is None:
        text = f"must be one of: {', '.join(sorted(table))}"
        yield Problem("", within(field, "type"), "not_a_choice", text)
        return
    try:
        fitted(plugin.settings, kind)
    except Misfit as misfit:
        yield Problem("", within(field, "settings"), "settings_invalid", f"do not fit: {misfit}")


def ids_in(settings: Any, field: str) -> Iterator[Reference]:  # noqa: ANN401 - whatever JSON holds
    """Find the ids of other things in settings, by the names that such lists have."""
    if not isinstance(settings, Mapping):
        return
    for name, value in settings.items():
        if name in _LISTS and isinstance(value, list):
            yield from (
                Reference(_LISTS[name], number, within(field, name)) for number in _numbers(value)
            )
        else:
            yield from ids_in(value, within(field, name))


def _numbers(values: Iterable[object]) -> Iterator[int]:
    for value in values:
        number = int(value) if isinstance(value, str) and value.isdecimal() else value
        if isinstance(number, int) and 0 <= number <= LARGEST:
            yield number


_LISTS: Mapping[str, type] = {
    "country_ids": Country,
    "option_value_ids": OptionValue,
    "product_ids": Product,
    "taxon_ids": Taxon,
    "user_ids": User,
    "variant_ids": StoredVariant,
}
"""Which things a list in a plug-in's settings names."""
