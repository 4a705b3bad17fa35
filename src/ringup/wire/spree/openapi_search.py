"""What ``q[…]`` may hold, as a schema: by each attribute's kind, its predicates and its values."""

from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

from ringup.services.searching import Kind, Searchable
from ringup.wire.spree.store.ransack import DIRECTIONS, MOST_ATTRIBUTES, SPELLINGS, fits

Json: TypeAlias = dict[str, Any]

KINDS: tuple[Kind, ...] = ("text", "whole", "money", "moment", "flag")

VALUES: Mapping[Kind, Json] = {
    "text": {"type": "string", "maxLength": 1000},
    "whole": {"type": "string", "pattern": "^(-?[0-9]{1,18})?$"},
    "money": {"type": "string", "pattern": "^(-?[0-9]{1,10}(\\.[0-9]{1,4})?)?$"},
    "moment": {"type": "string", "format": "date-time"},
    "flag": {"type": "string", "enum": ["true", "false", "1", "0"]},
}
YES_OR_NO: Json = {"type": "string", "enum": ["1", "0", "true", "false"]}

SORTING = "and `q[s]=attribute desc, other asc` gives the order"


def search_parameter(searchable: Searchable) -> Json:
    """Describe ``q`` for what may be searched so."""
    names = [path.name for path in searchable.paths()]
    return {
        "name": "q",
        "in": "query",
        "required": False,
        "style": "deepObject",
        "explode": True,
        "description": (
            "Searches: `q[attribute_predicate]=value`; attributes can be joined by `_or_` or "
            f"`_and_`{', ' + SORTING if searchable.sorted_by_wish else ''}.\n\n"
            f"Attributes: {_listed(names)}.\n\n"
            f"Predicates: {_listed(f'_{suffix}' for suffix in SPELLINGS)}."
        ),
        "schema": {
            "type": "object",
            "patternProperties": dict(_patterns(searchable)),
            "additionalProperties": False,
        },
    }


def _patterns(searchable: Searchable) -> Iterable[tuple[str, Json]]:
    if searchable.sorted_by_wish:
        yield "^s$", {"type": "string", "pattern": _sort_pattern(searchable)}
    for kind in KINDS:
        names = [each.name for each in searchable.paths() if searchable.kind_of(each) == kind]
        suffixes = [suffix for suffix, spelling in SPELLINGS.items() if fits(spelling, kind)]
        plain = [each for each in suffixes if SPELLINGS[each].takes != "yes_or_no"]
        turning = [each for each in suffixes if SPELLINGS[each].takes == "yes_or_no"]
        if names:
            yield _pattern(names, plain), VALUES[kind]
            yield _pattern(names, turning), YES_OR_NO


def _pattern(names: Iterable[str], suffixes: Iterable[str]) -> str:
    name = f"({_choice(names)})"
    more = f"{{0,{MOST_ATTRIBUTES - 1}}}"
    return f"^{name}((_or_{name}){more}|(_and_{name}){more})_({_choice(suffixes)})$"


def _sort_pattern(searchable: Searchable) -> str:
    names = _choice(each.name for each in searchable.paths() if searchable.can_sort_by(each))
    directions = _choice(direction for direction in DIRECTIONS if direction)
    one = f"({names})( ({directions}))?"
    return f"^({one}(, {one}){{0,3}})?$"


def _choice(words: Iterable[str]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


def _listed(words: Iterable[str]) -> str:
    return ", ".join(f"`{word}`" for word in words)
