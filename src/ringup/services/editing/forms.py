"""Forms: what is filled in to make or to change a thing of the store.

A form is a Struct whose fields are named as clients name them. A field without a default is
required; one that may be ``None`` can be emptied; the others go back to their default when they
are. Fields may hold further Structs and tuples of them. Numbers have their limits in their type,
an id says of what it is by ``to``, and an ``IdOrName`` by ``of``.
"""

from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from typing import Annotated, Any, ClassVar, Literal, TypeAlias, TypeVar

import msgspec
from msgspec import Meta, inspect

from ringup.domain.facts import Shop
from ringup.domain.problems import Problem, within
from ringup.services.ports.gateway import Gateway

Line: TypeAlias = Annotated[str, Meta(max_length=255)]
Prose: TypeAlias = Annotated[str, Meta(max_length=10_000)]
Id: TypeAlias = Annotated[int, Meta(ge=1, le=2**63 - 1)]
IdOrName: TypeAlias = Id | Line
"""Names a thing by its id, or by its name; forms that are filed have ids alone."""

Count: TypeAlias = Annotated[int, Meta(ge=0, le=2**31 - 1)]
Spellings: TypeAlias = Mapping[str, tuple[str, ...]]
"""Further names that clients have for a field."""


def to(kind: type) -> Meta:
    """Say of which kind the thing is that an id names."""
    return Meta(ge=1, le=2**63 - 1, extra={"to": kind})


def of(kind: type) -> Meta:
    """Say of which kind the thing is that an ``IdOrName`` names."""
    return Meta(extra={"to": kind})


class Form(msgspec.Struct, frozen=True, kw_only=True):
    """What a client may say of one kind of thing."""

    spelled: ClassVar[Spellings] = {}


F = TypeVar("F", bound=Form)


class Given(msgspec.Struct, frozen=True, kw_only=True):
    """What a request says of a form: the fields it names, and what cannot be read of them.

    ``None`` is a field that was emptied.
    """

    values: Mapping[str, Any] = {}
    problems: tuple[Problem, ...] = ()

    def with_values(self, values: Mapping[str, Any]) -> "Given":
        """Add what is known otherwise, such as the id of what the path is below."""
        return Given(values={**self.values, **values}, problems=self.problems)

    def without(self, names: Container[str]) -> "Given":
        """Leave fields out, and what is wrong with them."""
        return Given(
            values={name: value for name, value in self.values.items() if name not in names},
            problems=tuple(
                problem for problem in self.problems if problem.field.partition(".")[0] not in names
            ),
        )


class Ground(msgspec.Struct, frozen=True, kw_only=True):
    """What a rule may know beside the form itself."""

    shop: Shop
    gateways: Mapping[str, Gateway]
    before: Form | None = None
    """The form as it stood, of a thing that is changed."""


Rule: TypeAlias = Callable[[Any, Ground], Iterable[Problem]]
"""Tells what is wrong with a whole form; it need not look for what ``to`` and types say."""


class Reference(msgspec.Struct, frozen=True):
    """A form's field says that there is a thing of this kind and id, or of this name."""

    kind: type
    id: int | str
    field: str


def pointing_nowhere(values: Mapping[str, Any]) -> Iterable[Reference]:
    """Find no ids."""
    del values
    return ()


Verb: TypeAlias = Literal["create", "change", "remove"]


class Editable(msgspec.Struct, frozen=True, kw_only=True):
    """What a kind of thing is made of, for who makes and changes it.

    ``unique`` are groups of fields that no two things have alike, texts without regard to case;
    the first of each is named in the refusal. ``sole`` are flags that one thing at most has: who
    gets it takes it from the others (with ``sole_within``, from those alone that have the same
    value of that field). ``joined`` makes a field's new value of the one that stands and the one
    that is given, where that does not simply take its place. ``pointing`` finds ids that ``to``
    cannot mark.

    ``verbs`` is what can be done to it at all. Only admins do these things, but for those of
    ``own``, which users may do with what is theirs; what users say of ``admins_only`` fields is
    left out. ``said_once`` are fields that stay as a new thing had them.
    """

    form: type[Form]
    rules: tuple[Rule, ...] = ()
    unique: tuple[tuple[str, ...], ...] = ()
    sole: tuple[str, ...] = ()
    sole_within: str | None = None
    joined: Mapping[str, Callable[[Any, Any], Any]] = {}
    pointing: Callable[[Mapping[str, Any]], Iterable[Reference]] = pointing_nowhere
    verbs: tuple[Verb, ...] = ("create", "change", "remove")
    own: tuple[Verb, ...] = ()
    admins_only: tuple[str, ...] = ()
    said_once: tuple[str, ...] = ()


def required_fields(form: type[Form]) -> tuple[str, ...]:
    """Name the fields that a new thing cannot be without."""
    return tuple(field.name for field in msgspec.structs.fields(form) if field.required)


def settled(form: type[Form], given: Given) -> Given:
    """Put defaults where fields were emptied, and name those that must not be empty."""
    values: dict[str, Any] = {}
    problems = list(given.problems)
    for field in _info(form).fields:
        if field.name not in given.values:
            continue
        value = given.values[field.name]
        if field.required and _is_blank(value):
            problems.append(blank(field.name))
        elif value is None:
            values[field.name] = _default(field)
        else:
            values[field.name] = value
    return Given(values=values, problems=tuple(problems))


def missing(form: type[Form], given: Given) -> tuple[Problem, ...]:
    """Name what is required and was not spoken of."""
    spoken_of = {*given.values, *(problem.field.partition(".")[0] for problem in given.problems)}
    return tuple(blank(name) for name in required_fields(form) if name not in spoken_of)


def references(form: type[Form], values: Mapping[str, Any]) -> Iterator[Reference]:
    """Find every id or name in a form's values that must be something's."""
    for field in _info(form).fields:
        if field.name in values:
            yield from _references(field.type, values[field.name], field.name)


def identified(
    form: type[Form], values: Mapping[str, Any], ids: Mapping[tuple[type, str], int]
) -> Mapping[str, Any]:
    """Put ids for names, where they are known; other names stay."""
    kinds = {field.name: field.type for field in _info(form).fields}
    return {name: _identified(kinds[name], value, ids) for name, value in values.items()}


def blank(field: str) -> Problem:
    """Say that something is missing."""
    return Problem("", field, "required", "can't be blank")


def _info(form: type) -> inspect.StructType:
    info = inspect.type_info(form)
    assert isinstance(info, inspect.StructType)  # noqa: S101 - what a Struct's description is
    return info


def _is_blank(value: object) -> bool:
    return value is None or value == () or (isinstance(value, str) and not value.strip())


def _default(field: inspect.Field) -> Any:  # noqa: ANN401 - whatever the field holds
    if field.default_factory is not msgspec.NODEFAULT:
        return field.default_factory()
    return field.default


def _references(info: inspect.Type, value: Any, field: str) -> Iterator[Reference]:  # noqa: ANN401
    if value is None:
        return
    match info:
        case inspect.Metadata(type=inner, extra=extra):
            if extra and "to" in extra:
                yield Reference(extra["to"], value, field)
            yield from _references(inner, value, field)
        case inspect.UnionType(types=types):
            for inner in types:
                yield from _references(inner, value, field)
        case inspect.VarTupleType(item_type=inner):
            for entry in value:
                yield from _references(inner, entry, field)
        case inspect.StructType(cls=cls, fields=fields) if isinstance(value, cls):
            for each in fields:
                entry = getattr(value, each.name)
                yield from _references(each.type, entry, within(field, each.name))


def _identified(info: inspect.Type, value: Any, ids: Mapping[tuple[type, str], int]) -> Any:  # noqa: ANN401
    match info:
        case inspect.Metadata(type=inner, extra=extra):
            if extra and "to" in extra and isinstance(value, str):
                return ids.get((extra["to"], value), value)
            return _identified(inner, value, ids)
        case inspect.UnionType(types=types):
            for inner in types:
                value = _identified(inner, value, ids)
        case inspect.VarTupleType(item_type=inner) if value is not None:
            return tuple(_identified(inner, entry, ids) for entry in value)
        case inspect.StructType(cls=cls, fields=fields) if isinstance(value, cls):
            inside = ((each, getattr(value, each.name)) for each in fields)
            return msgspec.structs.replace(
                value, **{each.name: _identified(each.type, entry, ids) for each, entry in inside}
            )
    return value
