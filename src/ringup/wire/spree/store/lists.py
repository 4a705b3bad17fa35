"""Makes the endpoints of a resource: its list, its lists below other things, and one by itself."""

from collections.abc import Mapping, Sequence
from typing import Any

from msgspec.structs import replace

from ringup.domain.problems import Invalid, Problem
from ringup.services.browsing import Browsed, browse, look_up
from ringup.services.searchable import SEARCHABLE
from ringup.services.searching import Listing, Page, Single
from ringup.services.shelves import OPEN_TO
from ringup.web import paging
from ringup.web.answers import Answer, json_answer
from ringup.web.nesting import Parameters
from ringup.wire.spree.operations import Call, Handler, Operation, Query, Who
from ringup.wire.spree.store.ransack import read_search
from ringup.wire.spree.store.resources import Resource, Within
from ringup.wire.spree.store.search_values import NotOfThisKind, listed
from ringup.wire.spree.store.writing.ink import Ink
from ringup.wire.spree.write.pen import Pen

CURRENCY = Query(
    name="currency", description="In which currency prices are shown; the store's own otherwise."
)
IDS = Query(name="ids", description="Keep to these ids, separated by commas.")
MOST_AT_ONCE = 5_000
"""How many rows a list has that is not asked for by pages."""

_WHO: Mapping[str, Who] = {"everyone": "anyone", "oneself": "key", "admins": "admin"}


def operations_of(resource: Resource) -> tuple[Operation, ...]:
    """Make the list, the nested lists and the single one."""
    return (list_of(resource), *nested_lists_of(resource), single(resource))


def list_of(resource: Resource) -> Operation:
    """Make the list of everything of a kind."""

    async def handler(call: Call) -> Answer:
        return await _listed(call, resource, {})

    return _list(resource, f"/{resource.plural}", f"list{camel(resource.plural)}", handler)


def nested_lists_of(resource: Resource) -> tuple[Operation, ...]:
    """Make the lists of what belongs to something else."""
    return tuple(_nested_list(resource, within) for within in resource.within)


def _nested_list(resource: Resource, within: Within) -> Operation:
    async def handler(call: Call) -> Answer:
        owner = await owner_id(call, within)
        return await _listed(call, resource, {within.name: owner})

    owner = camel(within.name.removesuffix("_id"))
    return _list(resource, within.path, f"list{owner}{camel(resource.plural)}", handler)


def single(resource: Resource) -> Operation:
    """Make the one that shows one of a kind."""
    show = resource.show or resource.write

    async def handler(call: Call) -> Answer:
        owners = [within for within in resource.within if within.name in call.path]
        below = {within.name: await owner_id(call, within) for within in owners}
        currency = currency_of(call.parameters)
        wanted = Single(key=call.path["id"], within=below, currency=currency)
        browsed: Browsed[Any] = await look_up(call.desk, call.asking, resource.kind, wanted)
        return json_answer(show(browsed.found, ink_for(call, browsed)))

    return Operation(
        method="GET",
        path=f"/{resource.plural}/{{id}}",
        also=tuple(f"{within.path}/{{id}}" for within in resource.within),
        name=f"show{camel(resource.singular)}",
        tag=resource.tag,
        summary=f"Show a {resource.singular.replace('_', ' ')} by its {resource.by}",
        handler=handler,
        who=_WHO[OPEN_TO[resource.kind]],
        output=resource.shown_record or resource.record,
        query=(CURRENCY,) if resource.priced else (),
    )


def _list(resource: Resource, path: str, name: str, handler: Handler) -> Operation:
    return Operation(
        method="GET",
        path=path,
        name=name,
        tag=resource.tag,
        summary=f"List {resource.words}" + (" of " + path.split("/")[1] if "{" in path else ""),
        handler=handler,
        who=_WHO[OPEN_TO[resource.kind]],
        output=resource.record,
        plural=resource.plural,
        bare=resource.bare,
        searchable=SEARCHABLE[resource.kind],
        query=(IDS, CURRENCY) if resource.priced else (IDS,),
        refusals=(401, 404, 422) if "{" in path else (401, 422),
    )


async def owner_id(call: Call, within: Within) -> int:
    """Find what a nested path is below; raises ``NotFound``."""
    wanted = Single(key=call.path[within.name])
    owner: int = (await look_up(call.desk, call.asking, within.owner, wanted)).found.id
    return owner


async def _listed(call: Call, resource: Resource, within: Mapping[str, int]) -> Answer:
    listing = listing_of(call.parameters, resource.kind, within)
    whole = resource.bare and not {"page", "per_page"} & call.parameters.keys()
    if whole:
        listing = replace(listing, per_page=MOST_AT_ONCE)
    browsed: Browsed[Page[Any]] = await browse(call.desk, call.asking, resource.kind, listing)
    frame = framed(call, resource, browsed)
    return json_answer(frame[resource.plural] if whole else frame)


def framed(call: Call, resource: Resource, browsed: Browsed[Page[Any]]) -> dict[str, Any]:
    """Write a page of a resource in the envelope of every list."""
    ink = ink_for(call, browsed)
    rows = [resource.write(row, ink) for row in browsed.found.rows]
    return enveloped(resource.plural, rows, browsed.found)


def enveloped(plural: str, rows: Sequence[object], page: Page[Any]) -> dict[str, Any]:
    """Put written rows into the envelope; a count that is only "at least" says so."""
    asked = paging.Page(page.page, page.per_page)
    envelope = paging.framed(plural, rows, page.total_count, asked)
    return envelope if page.is_exact else {**envelope, "total_count_exact": False}


def ink_for(call: Call, browsed: Browsed[Any]) -> Ink:
    """Take what to write with for this caller."""
    pen = Pen(currency=browsed.currency, locale=call.locale, facts=browsed.facts)
    return Ink(pen=pen, admin=browsed.caller.admin, gateways=call.desk.gateways)


def listing_of(parameters: Parameters, kind: type, within: Mapping[str, int]) -> Listing:
    """Read which page is asked for, and of what. Raises ``Invalid``."""
    page = paging.page_of(parameters)
    return Listing(
        page=page.number,
        per_page=page.size,
        search=read_search(parameters.get("q"), SEARCHABLE[kind]),
        within=within,
        ids=_ids(parameters.get("ids")),
        currency=currency_of(parameters),
    )


def currency_of(parameters: Parameters) -> str | None:
    """Read the currency prices are wanted in."""
    given = parameters.get("currency")
    if given is None or isinstance(given, str):
        return given or None
    raise Invalid(Problem("", "currency", "currency_unsupported", "is not supported here"))


def _ids(given: object) -> tuple[int, ...] | None:
    if given is None or given == "":
        return None
    try:
        values = listed(given.split(",") if isinstance(given, str) else given, "whole")
    except NotOfThisKind as reason:
        raise Invalid(Problem("", "ids", "search_value_invalid", str(reason))) from None
    return tuple(int(str(value)) for value in values)


def camel(name: str) -> str:
    """Write a name as one word: ``tax_rate`` is ``TaxRate``."""
    return "".join(part.title() for part in name.split("_"))
