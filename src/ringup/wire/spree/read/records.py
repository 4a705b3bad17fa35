"""Nested parameters into records, forgiving what clients of this API have always sent.

``records_of`` turns a Struct into a reader. The same Structs describe the input in the OpenAPI
document. Numbers may be texts; a collection may be an object keyed by index; an object or a
collection may be called ``name_attributes``; what a Struct lists in ``spelled`` has further names;
unknown keys are ignored. ``null`` is "not given", and so is an empty text where no text belongs,
as forms send it for what was not chosen. Everything that is wrong is named, not only the first.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any, TypeAlias, TypeVar

import msgspec
from msgspec import inspect

from ringup.domain.problems import Invalid, Problem
from ringup.web.nesting import Parameters

T = TypeVar("T", bound=msgspec.Struct)

MOST_ENTRIES = 1000
"""How many entries a collection may have."""

_WHOLE = re.compile(r"\s*[+-]?[0-9]{1,30}\s*")
_NUMBER = re.compile(r"\s*[+-]?[0-9]*\.?[0-9]+\s*")
_TRUE = frozenset({"1", "true", "t", "yes", "on"})
_FALSE = frozenset({"", "0", "false", "f", "no", "off"})


class _Wrong(Exception):
    """What was given is not what belongs there; the problems say why."""

    def __init__(self, *problems: Problem) -> None:
        self.problems = problems


_Reader: TypeAlias = Callable[[Any, str], Any]
"""Takes what was given and its field's name; raises ``_Wrong``."""


def reader_of(record: type[T], root: str = "") -> Callable[[Parameters], T]:
    """Make the function that reads parameters into the record.

    ``root`` is the parameter that problems do not mention: ``order`` makes ``order.email`` plain
    ``email``. The function raises ``Invalid`` with all that is wrong.
    """
    read = _Record(inspect.type_info(record))
    prefix = f"{root}."

    def reader(parameters: Parameters) -> T:
        try:
            made: T = read(parameters, "")
        except _Wrong as wrong:
            raise Invalid(*(_shortened(problem, prefix) for problem in wrong.problems)) from None
        return made

    return reader


def _shortened(problem: Problem, prefix: str) -> Problem:
    return msgspec.structs.replace(problem, field=problem.field.removeprefix(prefix))


class _Record:
    """Reads an object into a Struct."""

    def __init__(self, info: Any) -> None:  # noqa: ANN401 - a StructType
        self._record = info.cls
        spelled: Mapping[str, tuple[str, ...]] = getattr(info.cls, "spelled", {})
        self._fields = [
            (field.name, _names(field, spelled.get(field.name, ())), _reader_for(field.type))
            for field in info.fields
        ]

    def __call__(self, given: Any, name: str) -> Any:  # noqa: ANN401 - whatever JSON holds
        if not isinstance(given, dict):
            raise _wrong(name, "not_an_object", "must be an object")
        values: dict[str, Any] = {}
        problems: list[Problem] = []
        for field, names, read in self._fields:
            value = _first(given, names)
            if value is None:
                continue
            try:
                values[field] = read(value, f"{name}.{names[0]}" if name else names[0])
            except _Wrong as wrong:
                problems += wrong.problems
        if problems:
            raise _Wrong(*problems)
        return self._record(**values)


class _Optional:
    """Reads what may be absent: an empty text is, where it cannot be a value itself."""

    def __init__(self, info: inspect.UnionType) -> None:
        self._read = _reader_for(_present(info))
        self._empty_is_absent = not isinstance(self._read, _Text)

    def __call__(self, given: Any, name: str) -> Any:  # noqa: ANN401 - as the inner reader has it
        if self._empty_is_absent and given == "":
            return None
        return self._read(given, name)


class _Text:
    """Reads a text; a number is written as one."""

    def __init__(self, info: inspect.StrType) -> None:
        self._longest = info.max_length

    def __call__(self, given: Any, name: str) -> str:  # noqa: ANN401 - whatever JSON holds
        text = _written(given)
        if text is None:
            raise _wrong(name, "not_text", "must be text")
        if self._longest is not None and len(text) > self._longest:
            raise _wrong(name, "too_long", f"is too long (maximum is {self._longest} characters)")
        return text


class _Whole:
    """Reads a whole number within its limits."""

    def __init__(self, info: inspect.IntType) -> None:
        self._least, self._most = info.ge, info.le

    def __call__(self, given: Any, name: str) -> int:  # noqa: ANN401 - whatever JSON holds
        number = _whole(given, name)
        if self._least is not None and number < self._least:
            raise _wrong(name, "out_of_range", f"must be greater than or equal to {self._least}")
        if self._most is not None and number > self._most:
            raise _wrong(name, "out_of_range", f"must be less than or equal to {self._most}")
        return number


class _Flag:
    """Reads yes or no."""

    def __init__(self, _info: inspect.BoolType) -> None:
        pass

    def __call__(self, given: Any, name: str) -> bool:  # noqa: ANN401 - whatever JSON holds
        text = str(given).lower() if isinstance(given, str | int) else ""
        if text in _TRUE or text in _FALSE:
            return text in _TRUE
        raise _wrong(name, "not_a_flag", "must be true or false")


class _Collection:
    """Reads a list, or an object keyed by index."""

    def __init__(self, info: inspect.VarTupleType) -> None:
        self._read = _reader_for(info.item_type)

    def __call__(self, given: Any, name: str) -> tuple[Any, ...]:  # noqa: ANN401 - whatever JSON holds
        entries = _entries(given)
        if entries is None:
            raise _wrong(name, "not_a_list", "must be a list, or an object keyed by index")
        if len(entries) > MOST_ENTRIES:
            raise _wrong(name, "too_many", f"has too many entries (maximum is {MOST_ENTRIES})")
        return _all_read(self._read, entries, name)


def _all_read(read: _Reader, entries: Sequence[Any], name: str) -> tuple[Any, ...]:
    values: list[Any] = []
    problems: list[Problem] = []
    for entry in entries:
        try:
            values.append(read(entry, name))
        except _Wrong as wrong:
            problems += wrong.problems
    if problems:
        raise _Wrong(*dict.fromkeys(problems))
    return tuple(values)


class _Keyed:
    """Reads an object of values by free keys."""

    def __init__(self, info: inspect.DictType) -> None:
        self._read = _reader_for(info.value_type)

    def __call__(self, given: Any, name: str) -> dict[str, Any]:  # noqa: ANN401 - whatever JSON holds
        if not isinstance(given, dict):
            raise _wrong(name, "not_an_object", "must be an object")
        if len(given) > MOST_ENTRIES:
            raise _wrong(name, "too_many", f"has too many entries (maximum is {MOST_ENTRIES})")
        return {key: self._read(value, name) for key, value in given.items()}


_READERS: dict[type[inspect.Type], Callable[[Any], _Reader]] = {
    inspect.StructType: _Record,
    inspect.UnionType: _Optional,
    inspect.StrType: _Text,
    inspect.IntType: _Whole,
    inspect.BoolType: _Flag,
    inspect.VarTupleType: _Collection,
    inspect.DictType: _Keyed,
}


def _reader_for(info: inspect.Type) -> _Reader:
    """Make the reader of a field's type."""
    bare = info.type if isinstance(info, inspect.Metadata) else info
    return _READERS[type(bare)](bare)


def _present(union: inspect.UnionType) -> inspect.Type:
    """Give the type that is not ``None``; a field has only one."""
    (present,) = (kind for kind in union.types if not isinstance(kind, inspect.NoneType))
    return present


def _names(field: inspect.Field, further: Sequence[str]) -> tuple[str, ...]:
    """List how a client may call the field, the usual name first."""
    names = (field.encode_name, *further)
    if not _nests(field.type):
        return names
    return tuple(spelling for name in names for spelling in (name, f"{name}_attributes"))


def _nests(info: inspect.Type) -> bool:
    inner = _present(info) if isinstance(info, inspect.UnionType) else info
    return isinstance(inner, inspect.StructType | inspect.VarTupleType)


def _first(given: dict[str, Any], names: tuple[str, ...]) -> Any:  # noqa: ANN401 - whatever JSON holds
    for name in names:
        value = given.get(name)
        if value is not None:
            return value
    return None


def _written(given: Any) -> str | None:  # noqa: ANN401 - whatever JSON holds
    if isinstance(given, str):
        return given
    if isinstance(given, bool):
        return None
    if isinstance(given, int):
        return str(given)
    return format(given, "f") if isinstance(given, Decimal) else None


def _whole(given: Any, name: str) -> int:  # noqa: ANN401 - whatever JSON holds
    if isinstance(given, int) and not isinstance(given, bool):
        return given
    if isinstance(given, str) and _WHOLE.fullmatch(given):
        return int(given)
    if isinstance(given, Decimal) or (isinstance(given, str) and _NUMBER.fullmatch(given)):
        raise _wrong(name, "not_whole", "must be a whole number")
    raise _wrong(name, "not_a_number", "is not a number")


def _entries(given: Any) -> Sequence[Any] | None:  # noqa: ANN401 - whatever JSON holds
    if isinstance(given, list):
        return given
    if isinstance(given, dict) and all(_is_index(key) for key in given):
        return [given[key] for key in sorted(given, key=int)]
    return None


def _is_index(key: str) -> bool:
    return key.isascii() and key.isdigit() and len(key) <= 9  # noqa: PLR2004 - beyond any collection


def _wrong(name: str, code: str, message: str) -> _Wrong:
    return _Wrong(Problem("", name, code, message))
