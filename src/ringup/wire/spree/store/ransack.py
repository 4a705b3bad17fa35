"""Reads ``q[…]``, Ransack's way of writing a search: attributes, a predicate, a value.

``q[number_or_email_cont]=bob`` is "number or email contains bob"; ``q[s]=created_at desc, id`` is
the order. Whatever is not declared as searchable is refused by its own name, since a misspelt
condition that is ignored would answer with everything.
"""

from collections.abc import Iterator, Mapping
from typing import Literal, NoReturn, TypeAlias

import msgspec

from ringup.domain.problems import Invalid, Problem
from ringup.services.searching import (
    Condition,
    Kind,
    Path,
    Predicate,
    Search,
    Searchable,
    Sort,
    Value,
)
from ringup.wire.spree.store.search_values import NotOfThisKind, flag, listed, scalar

MOST_CONDITIONS = 50
MOST_SORTS = 10
MOST_ATTRIBUTES = 10
SORT_KEYS = frozenset({"s", "sorts"})
DIRECTIONS = {"": False, "asc": False, "desc": True}


class Spelling(msgspec.Struct, frozen=True):
    """What a predicate's suffix means.

    ``takes``: one value of the attribute's kind, a list of them, or a yes or no by which the
    whole condition is turned around (and which compares with ``constant``).
    """

    predicate: Predicate
    takes: Literal["one", "list", "yes_or_no"] = "one"
    negated: bool = False
    constant: bool | None = None


SPELLINGS = {
    "eq": Spelling("equal"),
    "not_eq": Spelling("equal", negated=True),
    "cont": Spelling("contains"),
    "i_cont": Spelling("contains"),
    "start": Spelling("starts"),
    "end": Spelling("ends"),
    "gt": Spelling("over"),
    "gteq": Spelling("at_least"),
    "lt": Spelling("under"),
    "lteq": Spelling("at_most"),
    "in": Spelling("among", "list"),
    "not_in": Spelling("among", "list", negated=True),
    "null": Spelling("equal", "yes_or_no"),
    "not_null": Spelling("equal", "yes_or_no", negated=True),
    "present": Spelling("present", "yes_or_no"),
    "blank": Spelling("present", "yes_or_no", negated=True),
    "true": Spelling("equal", "yes_or_no", constant=True),
    "false": Spelling("equal", "yes_or_no", constant=False),
}
"""Every predicate of the contract, by its suffix."""

Join: TypeAlias = Literal["any", "all"]

_LONGEST_FIRST = sorted(SPELLINGS, key=len, reverse=True)
_JOINS: tuple[tuple[Join, str], ...] = (("any", "_or_"), ("all", "_and_"))
_OF_TEXTS = frozenset({"contains", "starts", "ends"})
_OF_ALL = frozenset({"equal", "among", "present"})


class Key(msgspec.Struct, frozen=True):
    """A key taken apart: ``number_or_email_cont``."""

    paths: tuple[Path, ...]
    join: Join
    suffix: str

    @property
    def spelling(self) -> Spelling:
        """What its predicate means."""
        return SPELLINGS[self.suffix]


def read_search(given: object, searchable: Searchable) -> Search:
    """Read the value of parameter ``q``.

    Raises ``Invalid`` with a problem for every key that names no declared attribute or predicate,
    or whose value is not of its kind. A blank value is no condition, as forms send them.
    """
    if given is None or given == "":
        return Search()
    if not isinstance(given, dict):
        _refuse("q", "must be given as q[attribute_predicate]=value")
    if len(given) > MOST_CONDITIONS:
        _refuse("q", f"has more than {MOST_CONDITIONS} conditions")
    reading = _Reading(searchable)
    for key, value in given.items():
        reading.take(str(key), value)
    return reading.result()


class _Reading:
    """What was read of a search so far, and the problems with the rest."""

    def __init__(self, searchable: Searchable) -> None:
        self._searchable = searchable
        self._conditions: list[Condition] = []
        self._sorts: list[Sort] = []
        self._problems: list[Problem] = []

    def take(self, key: str, value: object) -> None:
        try:
            if key in SORT_KEYS:
                self._sorts.extend(_sorts(key, value, self._searchable))
            else:
                self._conditions.extend(_conditions(key, value, self._searchable))
        except Invalid as refusal:
            self._problems.extend(refusal.problems)

    def result(self) -> Search:
        if self._problems:
            raise Invalid(*self._problems)
        return Search(conditions=tuple(self._conditions), sorts=tuple(self._sorts))


def _conditions(text: str, value: object, searchable: Searchable) -> Iterator[Condition]:
    """Read one condition; a blank value is none, but its key must be right all the same."""
    key = _understood(text, searchable)
    kinds = {searchable.kind_of(path) for path in key.paths}
    if not all(fits(key.spelling, kind) for kind in kinds):
        _refuse(f"q[{text}]", f"cannot be asked by _{key.suffix}")
    if _is_blank(value):
        return
    try:
        yield _condition(key, value, kinds)
    except NotOfThisKind as reason:
        raise Invalid(Problem("", f"q[{text}]", "search_value_invalid", str(reason))) from None


def _condition(key: Key, value: object, kinds: set[Kind]) -> Condition:
    spelling = key.spelling
    turned = spelling.takes == "yes_or_no" and not flag(value)
    return Condition(
        paths=key.paths,
        join=key.join,
        predicate=spelling.predicate,
        value=_compared_with(spelling, value, kinds),
        negated=spelling.negated != turned,
    )


def _compared_with(spelling: Spelling, value: object, kinds: set[Kind]) -> Value:
    """Read the value; attributes that share it must understand it alike."""
    if spelling.takes == "yes_or_no":
        return spelling.constant
    read = listed if spelling.takes == "list" else scalar
    values: set[Value] = {read(value, kind) for kind in kinds}
    if len(values) > 1:
        raise NotOfThisKind("cannot be compared with attributes of different kinds")
    return values.pop()


def _understood(text: str, searchable: Searchable) -> Key:
    """Take a key apart, its longest predicate first (``not_eq`` before ``eq``)."""
    for suffix in _LONGEST_FIRST:
        if text.endswith(f"_{suffix}"):
            key = _attributes_of(text.removesuffix(f"_{suffix}"), suffix, searchable)
            if key is not None:
                return key
    raise _unknown(f"q[{text[:200]}]", "is not an attribute and predicate that can be searched by")


def _attributes_of(names: str, suffix: str, searchable: Searchable) -> Key | None:
    for join, word in _JOINS:
        parts = names.split(word, MOST_ATTRIBUTES)
        paths = tuple(path for part in parts if (path := searchable.path(part)) is not None)
        if len(paths) == len(parts):
            return Key(paths, join, suffix)
    return None


def fits(spelling: Spelling, kind: Kind) -> bool:
    """Tell whether an attribute of the kind can be asked so."""
    if spelling.constant is not None:
        return kind == "flag"
    if spelling.predicate in _OF_TEXTS:
        return kind == "text"
    return spelling.predicate in _OF_ALL or kind != "flag"


def _sorts(key: str, value: object, searchable: Searchable) -> Iterator[Sort]:
    wishes = _sort_wishes(key, value)
    if len(wishes) > MOST_SORTS:
        _refuse(f"q[{key}]", f"has more than {MOST_SORTS} attributes")
    for wish in wishes:
        name, _, direction = wish.partition(" ")
        path = searchable.path(name)
        descending = DIRECTIONS.get(direction.strip().lower())
        if path is None or descending is None or not searchable.can_sort_by(path):
            _refuse(f"q[{key}]", f"cannot sort by {wish[:80]!r}")
        yield Sort(path, descending)


def _sort_wishes(key: str, value: object) -> list[str]:
    if isinstance(value, Mapping):
        value = list(value.values())
    given = value if isinstance(value, list) else [value]
    texts = [each for each in given if isinstance(each, str)]
    if len(texts) < sum(each is not None for each in given):
        _refuse(f"q[{key}]", "must be attributes and directions, such as created_at desc")
    parts = (part.strip() for text in texts for part in text.split(","))
    return [part for part in parts if part]


def _is_blank(value: object) -> bool:
    if isinstance(value, Mapping):
        value = list(value.values())
    if isinstance(value, list):
        return all(_is_blank(each) for each in value)
    return value is None or (isinstance(value, str) and not value.strip())


def _refuse(field: str, message: str) -> NoReturn:
    raise _unknown(field, message)


def _unknown(field: str, message: str) -> Invalid:
    return Invalid(Problem("", field, "search_attribute_unknown", message))
