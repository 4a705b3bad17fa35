"""What tells variants from their siblings: option values, chosen by their ids or by names."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import TypeAlias, TypeVar

import msgspec
from sqlalchemy import delete, insert, select

from ringup.domain.problems import Invalid, Problem, within
from ringup.persistence.filing.drawer import Editor, Row
from ringup.persistence.schema import (
    option_types,
    option_values,
    product_option_types,
    variant_option_values,
)
from ringup.services.editing.products import Option

K = TypeVar("K")


class Choice(msgspec.Struct, frozen=True, kw_only=True):
    """The options of a variant; those named win over ids."""

    value_ids: Sequence[int] = ()
    options: Sequence[Option] = ()


async def chosen_values(editor: Editor, variant_ids: Sequence[int]) -> Mapping[int, Sequence[int]]:
    """Read the ids of the values that variants have."""
    of = variant_option_values.c.variant_id.in_(variant_ids)
    rows = await editor.select(select(variant_option_values).where(of))
    chosen: dict[int, list[int]] = {each: [] for each in variant_ids}
    for row in rows:
        chosen[row["variant_id"]].append(row["option_value_id"])
    return {variant: tuple(sorted(values)) for variant, values in chosen.items()}


async def choose(
    editor: Editor, product_id: int, choices: Mapping[int, Choice], field: str = ""
) -> None:
    """Give a product's variants these values and no others, one of each type.

    ``field`` is named before those of a refusal. Raises ``Invalid``.
    """
    types = await _types_of(editor, chain(*(each.value_ids for each in choices.values())))
    for choice in choices.values():
        _check_one_each([types[value] for value in set(choice.value_ids)], field)
    named = await _named(editor, list(chain(*(each.options for each in choices.values()))))
    chosen = {
        variant: {types[value]: value for value in choice.value_ids}
        | dict(named[_key(option)] for option in choice.options)
        for variant, choice in choices.items()
    }
    await _link(editor, {variant: tuple(values.values()) for variant, values in chosen.items()})
    await differ_in(editor, product_id, list(dict.fromkeys(chain(*chosen.values()))))


async def differ_in(editor: Editor, product_id: int, type_ids: Sequence[int]) -> None:
    """See that a product knows in what its variants differ."""
    pairs = product_option_types
    known = await editor.select(select(pairs).where(pairs.c.product_id == product_id))
    last = max((row["position"] for row in known), default=0)
    there = {row["option_type_id"] for row in known}
    missing = [type_id for type_id in type_ids if type_id not in there]
    rows = [
        {"product_id": product_id, "option_type_id": type_id, "position": position}
        for position, type_id in enumerate(missing, last + 1)
    ]
    if rows:
        await editor.execute(insert(pairs), rows)


async def types_named(editor: Editor, names: Iterable[str]) -> Mapping[str, int]:
    """Find option types by their folded names, or make them."""
    wanted = _first_spelling((name.casefold(), name) for name in names)
    known = await _all_types(editor)
    missing = [name for folded, name in wanted.items() if folded not in known]
    if missing:
        last = max((row["position"] for row in known.values()), default=0)
        await editor.execute(insert(option_types), [*_presented(missing, last)])
        known = await _all_types(editor)
    return {folded: known[folded]["id"] for folded in wanted}


async def _types_of(editor: Editor, value_ids: Iterable[int]) -> Mapping[int, int]:
    wanted = select(option_values.c.id, option_values.c.option_type_id)
    rows = await editor.select(wanted.where(option_values.c.id.in_(sorted(set(value_ids)))))
    return {row["id"]: row["option_type_id"] for row in rows}


def _check_one_each(types: Sequence[int], field: str) -> None:
    if len(set(types)) < len(types):
        text = "must hold one value of each option type"
        raise Invalid(Problem("", within(field, "option_value_ids"), "taken", text))


_Key: TypeAlias = tuple[str, str]
"""The folded names of a type and a value."""


def _key(option: Option) -> _Key:
    return option.name.casefold(), option.value.casefold()


async def _named(editor: Editor, options: Sequence[Option]) -> Mapping[_Key, tuple[int, int]]:
    """Find by names the types and the values of options, or make them."""
    if not options:
        return {}
    types = await types_named(editor, (option.name for option in options))
    keys = ((types[name], value) for name, value in map(_key, options))
    wanted = _first_spelling(zip(keys, (option.value for option in options), strict=True))
    values = await _values_of(editor, types.values())
    missing = {key: name for key, name in wanted.items() if key not in values}
    if missing:
        await editor.execute(insert(option_values), [*_new_values(missing, values)])
        values = await _values_of(editor, types.values())
    return {
        (name, value): (types[name], values[types[name], value][0])
        for name, value in map(_key, options)
    }


def _first_spelling(names: Iterable[tuple[K, str]]) -> dict[K, str]:
    first: dict[K, str] = {}
    for key, name in names:
        first.setdefault(key, name)
    return first


async def _all_types(editor: Editor) -> Mapping[str, Row]:
    rows = await editor.select(select(option_types).order_by(option_types.c.id.desc()))
    return {row["name"].casefold(): row for row in rows}


_Values: TypeAlias = Mapping[tuple[int, str], tuple[int, int]]
"""The ids and the positions of values, by their types and folded names."""


async def _values_of(editor: Editor, type_ids: Iterable[int]) -> _Values:
    of = option_values.c.option_type_id.in_(sorted(type_ids))
    rows = await editor.select(select(option_values).where(of).order_by(option_values.c.id.desc()))
    return {
        (row["option_type_id"], row["name"].casefold()): (row["id"], row["position"])
        for row in rows
    }


def _new_values(missing: Mapping[tuple[int, str], str], known: _Values) -> Iterator[Row]:
    """Write rows of new values, which come after those that their types have."""
    for type_id in dict.fromkeys(of for of, _ in missing):
        names = [name for (of, _), name in missing.items() if of == type_id]
        last = max((at for (of, _), (_, at) in known.items() if of == type_id), default=0)
        yield from ({**row, "option_type_id": type_id} for row in _presented(names, last))


def _presented(names: Sequence[str], last: int) -> Iterator[Row]:
    for position, name in enumerate(names, last + 1):
        yield {"name": name, "presentation": name, "position": position}


async def _link(editor: Editor, values: Mapping[int, Sequence[int]]) -> None:
    table = variant_option_values
    await editor.execute(delete(table).where(table.c.variant_id.in_(sorted(values))))
    pairs = [
        {"variant_id": variant, "option_value_id": value}
        for variant, chosen in values.items()
        for value in chosen
    ]
    if pairs:
        await editor.execute(insert(table), pairs)
