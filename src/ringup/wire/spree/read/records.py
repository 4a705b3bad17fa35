"""Nested parameters into records, forgiving what clients of this API have always sent.

``records_of`` turns a Struct into a reader. The same Structs describe the input in the OpenAPI
document. Numbers may be texts; a collection may be an object keyed by index; an object or a
collection may be called ``name_attributes``; what a Struct lists in ``spelled`` has further names;
unknown keys are ignored. ``null`` is "not given", and so is an empty text where no text belongs,
as forms send it for what was not chosen. Everything that is wrong is named, not only the first.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, TypeAlias, TypeVar

import msgspec
from msgspec import inspect

from ringup.domain.problems import Invalid, Problem
from ringup.domain.text import can_be_kept
from ringup.services.editing.forms import Form, Given
from ringup.web.nesting import Parameters

T = TypeVar("T", bound=msgspec.Struct)

MOST_ENTRIES = 1000
"""How many entries a collection may have."""

LONGEST_NUMBER = 40
"""How many characters an amount or a rate may have."""

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


def form_reader(form: type[Form]) -> Callable[[Parameters], Given]:
    """Make the function that reads parameters into a form's fields, and raises nothing.

    It tells which fields were given at all; ``null`` or an empty text empties one.
    """
    info = inspect.type_info(form)
    assert isinstance(info, inspect.StructType)  # noqa: S101 - what a Struct's description is
    fields = tuple(_fields_of(info))

    def reader(parameters: Parameters) -> Given:
        values: dict[str, Any] = {}
        problems: list[Problem] = []
        for field, names, read in fields:
            if any(name in parameters for name in names):
                value = _first(parameters, names)
                try:
                    values[field] = None if value in (None, "") else read(value, names[0])
                except _Wrong as wrong:
                    problems += wrong.problems
        return Given(values=values, problems=tuple(problems))

    return reader


def _shortened(problem: Problem, prefix: str) -> Problem:
    return msgspec.structs.replace(problem, field=problem.field.removeprefix(prefix))


class _Record:
    """Reads an object into a Struct."""

    def __init__(self, info: Any) -> None:  # noqa: ANN401 - a StructType
        self._record = info.cls
        self._fields = tuple(_fields_of(info))
        self._required = {field.name for field in info.fields if field.required}

    def __call__(self, given: Any, name: str) -> Any:  # noqa: ANN401 - whatever JSON holds
        if not isinstance(given, dict):
            raise _wrong(name, "not_an_object", "must be an object")
        values: dict[str, Any] = {}
        problems: list[Problem] = []
        for field, names, read in self._fields:
            value = _first(given, names)
            below = f"{name}.{names[0]}" if name else names[0]
            if value is None and field in self._required:
                problems.append(Problem("", below, "required", "can't be blank"))
            if value is None:
                continue
            try:
                values[field] = read(value, below)
            except _Wrong as wrong:
                problems += wrong.problems
        if problems:
            raise _Wrong(*problems)
        return self._record(**values)


class _Optional:
    """Reads what may be absent: an empty text is, where it cannot be a value itself."""

    def __init__(self, info: inspect.UnionType) -> None:
        kinds = _present(info)
        self._read = _Either(kinds) if len(kinds) > 1 else _reader_for(kinds[0])
        self._empty_is_absent = not isinstance(self._read, _Text)

    def __call__(self, given: Any, name: str) -> Any:  # noqa: ANN401 - as the inner reader has it
        if self._empty_is_absent and given == "":
            return None
        return self._read(given, name)


class _Either:
    """Reads what may be given in several ways: an object, a whole number, or else a text."""

    def __init__(self, kinds: Sequence[inspect.Type]) -> None:
        self._readers = {type(_bare(kind)): _reader_for(kind) for kind in kinds}

    def __call__(self, given: Any, name: str) -> Any:  # noqa: ANN401 - whatever JSON holds
        return self._readers.get(_shape(given), self._readers[inspect.StrType])(given, name)


def _shape(given: Any) -> type[inspect.Type]:  # noqa: ANN401 - whatever JSON holds
    if isinstance(given, dict):
        return inspect.StructType
    is_whole = isinstance(given, int) or (isinstance(given, str) and _WHOLE.fullmatch(given))
    return inspect.IntType if is_whole else inspect.StrType


class _Text:
    """Reads a text; a number is written as one."""

    def __init__(self, info: inspect.StrType) -> None:
        self._longest = info.max_length

    def __call__(self, given: Any, name: str) -> str:  # noqa: ANN401 - whatever JSON holds
        text = _written(given)
        if text is None:
            raise _wrong(name, "not_text", "must be text")
        if not can_be_kept(text):
            raise _wrong(name, "not_text", "has characters that no text has")
        if self._longest is not None and len(text) > self._longest:
            raise _wrong(name, "too_long", f"is too long (maximum is {self._longest} characters)")
        return text


class _Choice:
    """Reads one of a few words."""

    def __init__(self, info: inspect.LiteralType) -> None:
        self._words = tuple(map(str, info.values))

    def __call__(self, given: Any, name: str) -> str:  # noqa: ANN401 - whatever JSON holds
        if not isinstance(given, str):
            raise _wrong(name, "not_text", "must be text")
        if given not in self._words:
            raise _wrong(name, "not_a_choice", f"must be one of: {', '.join(self._words)}")
        return given


class _Number:
    """Reads an amount or a rate."""

    def __init__(self, _info: inspect.DecimalType) -> None:
        pass

    def __call__(self, given: Any, name: str) -> Decimal:  # noqa: ANN401 - whatever JSON holds
        text = _written(given)
        if text is None or len(text) > LONGEST_NUMBER or not _NUMBER.fullmatch(text):
            raise _wrong(name, "not_a_number", "is not a number")
        return Decimal(text.strip())


class _Moment:
    """Reads a time; one that names no zone is in UTC."""

    def __init__(self, _info: inspect.DateTimeType) -> None:
        pass

    def __call__(self, given: Any, name: str) -> datetime:  # noqa: ANN401 - whatever JSON holds
        try:
            moment = datetime.fromisoformat(given.strip() if isinstance(given, str) else "")
            aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
            utc = aware.astimezone(UTC)
            return utc.replace(microsecond=utc.microsecond // 1000 * 1000)
        except (ValueError, OverflowError):
            text = "is not a time, such as 2026-11-23T10:00:00Z"
            raise _wrong(name, "not_a_time", text) from None


class _Anything:
    """Takes what JSON holds as it is."""

    def __init__(self, _info: inspect.AnyType) -> None:
        pass

    def __call__(self, given: Any, name: str) -> Any:  # noqa: ANN401 - whatever JSON holds
        del name
        return given


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


def _reader_of_union(info: inspect.UnionType) -> _Reader:
    kinds = _present(info)
    return _Either(kinds) if len(kinds) == len(info.types) else _Optional(info)


def _present(union: inspect.UnionType) -> Sequence[inspect.Type]:
    """Give the types that are not ``None``."""
    return [kind for kind in union.types if not isinstance(kind, inspect.NoneType)]


_READERS: dict[type[inspect.Type], Callable[[Any], _Reader]] = {
    inspect.StructType: _Record,
    inspect.UnionType: _reader_of_union,
    inspect.StrType: _Text,
    inspect.LiteralType: _Choice,
    inspect.DecimalType: _Number,
    inspect.DateTimeType: _Moment,
    inspect.AnyType: _Anything,
    inspect.IntType: _Whole,
    inspect.BoolType: _Flag,
    inspect.VarTupleType: _Collection,
    inspect.DictType: _Keyed,
}


def _reader_for(info: inspect.Type) -> _Reader:
    """Make the reader of a field's type."""
    bare = _bare(info)
    return _READERS[type(bare)](bare)


def _bare(info: inspect.Type) -> inspect.Type:
    return _bare(info.type) if isinstance(info, inspect.Metadata) else info


def _fields_of(info: inspect.StructType) -> Iterator[tuple[str, tuple[str, ...], _Reader]]:
    """Give each field's name, what a client may call it, and its reader."""
    spelled: Mapping[str, tuple[str, ...]] = getattr(info.cls, "spelled", {})
    for field in info.fields:
        names = _names(field, spelled.get(field.name, ()))
        yield field.name, names, _reader_for(field.type)


def _names(field: inspect.Field, further: Sequence[str]) -> tuple[str, ...]:
    """List how a client may call the field, the usual name first."""
    names = (field.encode_name, *further)
    if not _nests(field.type):
        return names
    return tuple(spelling for name in names for spelling in (name, f"{name}_attributes"))


def _nests(info: inspect.Type) -> bool:
    kinds = _present(info) if isinstance(info, inspect.UnionType) else (info,)
    return any(isinstance(kind, inspect.StructType | inspect.VarTupleType) for kind in kinds)


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
