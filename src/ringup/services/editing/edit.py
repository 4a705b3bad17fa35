"""Make, change and remove things of the store; for admins, and users where things are their own.

Each is one transaction, in which nobody else edits the store: so what is checked stays true until
it is committed, and every process reads the store again afterwards.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar

import msgspec

from ringup.domain.problems import Invalid, NotFound, Problem
from ringup.services.access import check_admin, check_user, known_caller
from ringup.services.asking import Asking, Desk
from ringup.services.browsing import Browsed, kept_to_own, shown
from ringup.services.editing.clerk import Clerk
from ringup.services.editing.forms import (
    Editable,
    Form,
    Given,
    Ground,
    Reference,
    Verb,
    identified,
    missing,
    references,
    settled,
)
from ringup.services.editing.table import EDITABLE
from ringup.services.ports.caller import Caller
from ringup.services.ports.gateway import Gateway
from ringup.services.ports.store import Reading
from ringup.services.searching import Single
from ringup.services.shelves import OWNER
from ringup.services.which_store import ANY_STORE

T = TypeVar("T")


async def create(desk: Desk, asking: Asking, kind: type[T], given: Given) -> Browsed[T]:
    """Make a thing. Raises the refusals of ``access``, and ``Invalid`` with all that is wrong."""

    async def work(clerk: Clerk) -> tuple[Caller, T]:
        caller = await _admitted(clerk.transaction, asking, kind, "create")
        await clerk.take_turn()
        said = _own_form(kind, caller, given)
        form = await _checked(clerk, desk.gateways, kind, said, None)
        id_ = await clerk.add(kind, form)
        return caller, await _filed(clerk, kind, id_, form)

    caller, made = await desk.shelves.edit(work)
    return await shown(desk, ANY_STORE, caller, made, None)


async def change(
    desk: Desk, asking: Asking, kind: type[T], single: Single, given: Given
) -> Browsed[T]:
    """Change what is given of a thing; raises what ``create`` does, and ``NotFound``."""

    async def work(clerk: Clerk) -> tuple[Caller, T]:
        caller = await _admitted(clerk.transaction, asking, kind, "change")
        await clerk.take_turn()
        id_ = await _id_of(clerk, kind, _own_single(kind, caller, single))
        before = await clerk.form_of(kind, id_)
        said = _sayable(kind, caller, given).without(EDITABLE[kind].said_once)
        after = await _checked(clerk, desk.gateways, kind, said, (id_, before))
        await clerk.change(kind, id_, before, after)
        return caller, await _filed(clerk, kind, id_, after)

    caller, changed = await desk.shelves.edit(work)
    return await shown(desk, ANY_STORE, caller, changed, None)


async def remove(desk: Desk, asking: Asking, kind: type, single: Single) -> None:
    """Remove a thing. Raises the refusals of ``access``, ``NotFound``, ``Invalid`` while in use."""

    async def work(clerk: Clerk) -> None:
        caller = await _admitted(clerk.transaction, asking, kind, "remove")
        await clerk.take_turn()
        id_ = await _id_of(clerk, kind, _own_single(kind, caller, single))
        if uses := await clerk.uses(kind, id_):
            words = ", ".join(use.replace("_", " ") for use in uses)
            raise Invalid(Problem("", "base", "in_use", f"is still used by {words}"))
        await clerk.remove(kind, id_)

    await desk.shelves.edit(work)


async def admit(desk: Desk, asking: Asking, kind: type, verb: Verb) -> None:
    """Let those pass who may do this with things of a kind. Raises the refusals of ``access``."""

    async def work(reading: Reading) -> Caller:
        return await _admitted(reading, asking, kind, verb)

    await desk.store.read(work)


async def pointing_nowhere(clerk: Clerk, said: Iterable[Reference]) -> Sequence[Problem]:
    """Name the fields whose ids are nothing's, in one statement for each kind."""
    by_kind: defaultdict[type, list[Reference]] = defaultdict(list)
    for reference in said:
        by_kind[reference.kind].append(reference)
    problems = []
    for kind, pointing in by_kind.items():
        ids = {each.id for each in pointing if isinstance(each.id, int)}
        there = ids - await clerk.absent(kind, sorted(ids))
        problems += [each.field for each in pointing if each.id not in there]
    return [Problem("", field, "not_there", "does not exist") for field in dict.fromkeys(problems)]


async def _admitted(reading: Reading, asking: Asking, kind: type, verb: Verb) -> Caller:
    caller = await known_caller(reading, asking)
    if verb in EDITABLE[kind].own:
        check_user(caller)
    else:
        check_admin(caller)
    return caller


def _own_single(kind: type, caller: Caller, single: Single) -> Single:
    """Keep to the caller's own, unless it is an admin's."""
    if caller.admin:
        return single
    return msgspec.structs.replace(single, within=kept_to_own(single.within, kind, caller))


def _own_form(kind: type, caller: Caller, given: Given) -> Given:
    """Let a user make what will be the user's own."""
    said = _sayable(kind, caller, given)
    if caller.admin:
        return said
    owner = OWNER[kind]
    named = {owner: said.values[owner]} if owner in said.values else {}
    return said.with_values(kept_to_own(named, kind, caller))


def _sayable(kind: type, caller: Caller, given: Given) -> Given:
    return given if caller.admin else given.without(EDITABLE[kind].admins_only)


async def _id_of(clerk: Clerk, kind: type[Any], single: Single) -> int:
    found = await clerk.find(kind, single)
    if found is None:
        raise NotFound
    id_: int = found.id
    return id_


async def _filed(clerk: Clerk, kind: type[T], id_: int, form: Form) -> T:
    editable = EDITABLE[kind]
    of = editable.sole_within
    for flag in editable.sole:
        if getattr(form, flag):
            alike = {} if of is None else {of: getattr(form, of)}
            await clerk.take_from_others(kind, id_, flag, alike)
    found = await clerk.find(kind, Single(key=str(id_)))
    if found is None:
        raise NotFound
    return found


async def _checked(
    clerk: Clerk,
    gateways: Mapping[str, Gateway],
    kind: type,
    given: Given,
    standing: tuple[int, Form] | None,
) -> Form:
    """Give the whole form, new or changed. Raises ``Invalid`` with everything that is wrong."""
    editable = EDITABLE[kind]
    known = await _identified(clerk, editable.form, settled(editable.form, given))
    problems = [*known.problems]
    if standing is None:
        problems += missing(editable.form, known)
    said = (*references(editable.form, known.values), *editable.pointing(known.values))
    problems += await pointing_nowhere(clerk, said)
    form = None if problems else _form(editable, known.values, standing)
    if form is not None and editable.rules:
        before = standing[1] if standing else None
        ground = Ground(shop=await clerk.shop(), gateways=gateways, before=before)
        problems += [problem for rule in editable.rules for problem in rule(form, ground)]
    problems += await _taken(clerk, kind, editable, known.values, standing)
    if problems or form is None:
        raise Invalid(*problems)
    return form


async def _identified(clerk: Clerk, form: type[Form], given: Given) -> Given:
    """Put ids for names, in one statement for each kind; what nothing is called stays a name."""
    names: defaultdict[type, list[str]] = defaultdict(list)
    for reference in references(form, given.values):
        if isinstance(reference.id, str):
            names[reference.kind].append(reference.id)
    ids: dict[tuple[type, str], int] = {}
    for kind, wanted in names.items():
        found = await clerk.named(kind, sorted(set(wanted)))
        ids |= {(kind, name): id_ for name, id_ in found.items()}
    if not ids:
        return given
    return Given(values=identified(form, given.values, ids), problems=given.problems)


def _form(editable: Editable, given: Mapping[str, Any], standing: tuple[int, Form] | None) -> Form:
    if standing is None:
        return editable.form(**given)
    before = standing[1]
    values = {
        name: editable.joined[name](getattr(before, name), value)
        if name in editable.joined
        else value
        for name, value in given.items()
    }
    return msgspec.structs.replace(before, **values)


async def _taken(
    clerk: Clerk,
    kind: type,
    editable: Editable,
    given: Mapping[str, Any],
    standing: tuple[int, Form] | None,
) -> Sequence[Problem]:
    """Find what another thing has already, of what is given."""
    values = {**(msgspec.structs.asdict(standing[1]) if standing else {}), **given}
    problems = []
    for group in editable.unique:
        wanted = {name: values.get(name) for name in group}
        if any(value is None for value in wanted.values()) or not given.keys() & wanted.keys():
            continue
        if await clerk.is_taken(kind, wanted, standing[0] if standing else None):
            problems.append(Problem("", group[0], "taken", "has already been taken"))
    return problems
