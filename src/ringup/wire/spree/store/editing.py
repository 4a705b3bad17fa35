"""Makes the endpoints by which admins edit a kind: make, change, remove, and what it is made of."""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, get_type_hints

import msgspec
from msgspec import inspect

from ringup.domain.problems import Problem
from ringup.services.browsing import Browsed
from ringup.services.editing.edit import admit, change, create, remove
from ringup.services.editing.forms import Given, Verb, required_fields
from ringup.services.editing.table import EDITABLE
from ringup.services.searching import Single
from ringup.web.answers import Answer, json_answer
from ringup.web.nesting import Parameters
from ringup.wire.spree.operations import Call, Handler, Operation, Who
from ringup.wire.spree.read.records import form_reader
from ringup.wire.spree.store.lists import camel, ink_for, owner_id
from ringup.wire.spree.store.resources import Resource, Within
from ringup.wire.spree.store.words import translated

REFUSED = (401, 404, 409, 422)


class NewRecord(msgspec.Struct, frozen=True, kw_only=True):
    """What a thing of a kind has, and what a new one cannot do without."""

    attributes: list[str]
    required_attributes: list[str]


def editing_of(resource: Resource) -> tuple[Operation, ...]:
    """Make the endpoints of a kind that can be edited; none for any other."""
    editable = EDITABLE.get(resource.kind)
    verbs = editable.verbs if editable else ()
    return tuple(operation for verb in verbs for operation in _OPERATIONS[verb](resource))


def _creating(resource: Resource) -> tuple[Operation, ...]:
    below = (_creation_below(resource, within) for within in resource.within)
    return (_description(resource), _creation(resource), *below)


def _creation(resource: Resource) -> Operation:
    async def handler(call: Call) -> Answer:
        return await _made(call, resource, {})

    name = f"create{camel(resource.singular)}"
    return _creation_at(f"/{resource.plural}", resource, name, handler)


def _creation_below(resource: Resource, within: Within) -> Operation:
    async def handler(call: Call) -> Answer:
        await admit(call.desk, call.asking, resource.kind, "create")
        return await _made(call, resource, {within.name: await owner_id(call, within)})

    owner = camel(within.name.removesuffix("_id"))
    name = f"create{owner}{camel(resource.singular)}"
    return _creation_at(within.path, resource, name, handler)


async def _made(call: Call, resource: Resource, owner: Mapping[str, int]) -> Answer:
    given = given_in(call.parameters, resource).with_values(owner)
    made: Browsed[Any] = await create(call.desk, call.asking, resource.kind, given)
    return json_answer(_shown(call, resource, made), 201)


def _changing(resource: Resource) -> tuple[Operation, ...]:
    async def handler(call: Call) -> Answer:
        given = given_in(call.parameters, resource)
        single = await _single(call, resource, "change")
        changed: Browsed[Any] = await change(call.desk, call.asking, resource.kind, single, given)
        return json_answer(_shown(call, resource, changed))

    operation = Operation(
        method="PUT",
        name=f"change{camel(resource.singular)}",
        summary=f"Change a {resource.singular.replace('_', ' ')}",
        handler=handler,
        who=_who(resource, "change"),
        input=_body(resource, _changes(EDITABLE[resource.kind].form)),
        output=resource.shown_record or resource.record,
        **_of_one(resource),
    )
    return (operation,)


def _removing(resource: Resource) -> tuple[Operation, ...]:
    async def handler(call: Call) -> Answer:
        await remove(call.desk, call.asking, resource.kind, await _single(call, resource, "remove"))
        return Answer(status=204)

    operation = Operation(
        method="DELETE",
        name=f"remove{camel(resource.singular)}",
        summary=f"Remove a {resource.singular.replace('_', ' ')}",
        handler=handler,
        who=_who(resource, "remove"),
        statuses=(204,),
        **_of_one(resource),
    )
    return (operation,)


def _of_one(resource: Resource) -> dict[str, Any]:
    """Say what is the same for whatever is done to one thing."""
    return {
        "path": f"/{resource.plural}/{{id}}",
        "also": tuple(f"{within.path}/{{id}}" for within in resource.within),
        "tag": resource.tag,
        "refusals": REFUSED,
    }


async def _single(call: Call, resource: Resource, verb: Verb) -> Single:
    """Tell which thing is meant; one below another thing must be that one's."""
    owners = [within for within in resource.within if within.name in call.path]
    if owners:
        await admit(call.desk, call.asking, resource.kind, verb)
    below = {within.name: await owner_id(call, within) for within in owners}
    return Single(key=call.path["id"], within=below)


def _description(resource: Resource) -> Operation:
    record = NewRecord(
        attributes=_plain_names(resource.record),
        required_attributes=list(required_fields(EDITABLE[resource.kind].form)),
    )

    async def handler(call: Call) -> Answer:
        await admit(call.desk, call.asking, resource.kind, "create")
        return json_answer(record)

    return Operation(
        method="GET",
        path=f"/{resource.plural}/new",
        also=tuple(f"{within.path}/new" for within in resource.within),
        name=f"describe{camel(resource.singular)}",
        tag=resource.tag,
        summary=f"Tell what a {resource.singular.replace('_', ' ')} is made of",
        handler=handler,
        who=_who(resource, "create"),
        output=NewRecord,
        refusals=(401,),
    )


def _creation_at(path: str, resource: Resource, name: str, handler: Handler) -> Operation:
    words = resource.singular.replace("_", " ")
    of = f" of {path.split('/')[1]}" if "{" in path else ""
    return Operation(
        method="POST",
        path=path,
        name=name,
        tag=resource.tag,
        summary=f"Make a {words}{of}".replace("_", " "),
        handler=handler,
        who=_who(resource, "create"),
        input=_body(resource, EDITABLE[resource.kind].form),
        output=resource.shown_record or resource.record,
        statuses=(201,),
        refusals=REFUSED if of else (401, 409, 422),
    )


def given_in(parameters: Parameters, resource: Resource) -> Given:
    """Read a form, at the top level or below the kind's own name."""
    form = parameters.get(resource.singular, parameters)
    if not isinstance(form, dict):
        text = "must be an object"
        return Given(problems=(Problem("", resource.singular, "not_an_object", text),))
    return _READERS[resource.kind](translated(form))


def _shown(call: Call, resource: Resource, browsed: Browsed[Any]) -> Any:  # noqa: ANN401 - its record
    show = resource.show or resource.write
    return show(browsed.found, ink_for(call, browsed))


@cache
def _body(resource: Resource, form: type[msgspec.Struct]) -> type[msgspec.Struct]:
    """Describe a body: the form below the kind's own name."""
    name = form.__name__.removesuffix("Form") + "Parameters"
    return msgspec.defstruct(name, [(resource.singular, form | None, None)])


@cache
def _changes(form: type[msgspec.Struct]) -> type[msgspec.Struct]:
    """Describe a form of which nothing is required."""
    hints = get_type_hints(form, include_extras=True)
    fields = [(name, hints[name] | None, None) for name in form.__struct_fields__]
    name = f"Changed{form.__name__}"
    return msgspec.defstruct(name, fields, namespace={"__doc__": form.__doc__})


def _who(resource: Resource, verb: Verb) -> Who:
    return "key" if verb in EDITABLE[resource.kind].own else "admin"


def _plain_names(record: type) -> list[str]:
    """Name the fields of a record that are values, or lists of them."""
    info = inspect.type_info(record)
    assert isinstance(info, inspect.StructType)  # noqa: S101 - what a Struct's description is
    return [field.encode_name for field in info.fields if not _nests(field.type)]


def _nests(info: inspect.Type) -> bool:
    if isinstance(info, inspect.UnionType):
        return any(_nests(inner) for inner in info.types)
    if isinstance(info, inspect.ListType):
        return _nests(info.item_type)
    return isinstance(info, inspect.StructType)


_OPERATIONS: Mapping[Verb, Callable[[Resource], tuple[Operation, ...]]] = {
    "create": _creating,
    "change": _changing,
    "remove": _removing,
}
_READERS: Mapping[type, Callable[[Parameters], Given]] = {
    kind: form_reader(editable.form) for kind, editable in EDITABLE.items()
}
"""By kind: reads what is given of its form."""
