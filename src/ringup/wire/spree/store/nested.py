"""Lists not quite like the others: a country's states, a product's properties, trees."""

from ringup.domain.facts import Country, State
from ringup.services.browsing import browse, look_up
from ringup.services.searchable import SEARCHABLE
from ringup.services.searching import Single
from ringup.services.shelves import Product, Taxon, Taxonomy
from ringup.web import paging
from ringup.web.answers import Answer, json_answer
from ringup.wire.spree.operations import Call, Operation, Query
from ringup.wire.spree.store import catalogue, records
from ringup.wire.spree.store.lists import framed, ink_for, listing_of
from ringup.wire.spree.store.resources import CATALOGUE, PLACES, STATES, TAXONS
from ringup.wire.spree.write.records import StateRecord


async def states_of_country(call: Call) -> Answer:
    """List a country's states, and say whether an address there needs one."""
    wanted = Single(key=call.path["country_id"])
    country = (await look_up(call.desk, call.asking, Country, wanted)).found
    listing = listing_of(call.parameters, State, {"country_id": country.id})
    browsed = await browse(call.desk, call.asking, State, listing)
    frame = framed(call, STATES, browsed)
    return json_answer({**frame, "states_required": country.states_required})


async def properties_of_product(call: Call) -> Answer:
    """List what is said of a product."""
    wanted = Single(key=call.path["product_id"])
    browsed = await look_up(call.desk, call.asking, Product, wanted)
    ink = ink_for(call, browsed)
    rows = [catalogue.product_property(each, ink) for each in browsed.found.properties]
    page = paging.page_of(call.parameters)
    shown = rows[page.offset : page.offset + page.size]
    return json_answer(paging.framed("product_properties", shown, len(rows), page))


async def taxons_of_taxonomy(call: Call) -> Answer:
    """List what grows from a taxonomy's root."""
    wanted = Single(key=call.path["taxonomy_id"])
    root = (await look_up(call.desk, call.asking, Taxonomy, wanted)).found.root
    listing = listing_of(call.parameters, Taxon, {"parent_id": root.id if root else 0})
    return json_answer(framed(call, TAXONS, await browse(call.desk, call.asking, Taxon, listing)))


async def taxonomy(call: Call) -> Answer:
    """Show a taxonomy; whole with ``set=nested``, else down to the root's children."""
    wanted = Single(key=call.path["id"])
    browsed = await look_up(call.desk, call.asking, Taxonomy, wanted)
    whole = call.parameters.get("set") == "nested"
    write = catalogue.whole_taxonomy if whole else catalogue.taxonomy
    return json_answer(write(browsed.found, ink_for(call, browsed)))


OPERATIONS = (
    Operation(
        method="GET",
        path="/countries/{country_id}/states",
        name="listCountryStates",
        tag=PLACES,
        summary="List a country's states",
        description="Beside the page stands `states_required`: whether an address needs one.",
        handler=states_of_country,
        who="anyone",
        output=StateRecord,
        plural="states",
        searchable=SEARCHABLE[State],
        refusals=(401, 404, 422),
    ),
    Operation(
        method="GET",
        path="/products/{product_id}/product_properties",
        name="listProductProperties",
        tag=CATALOGUE,
        summary="List what is said of a product",
        handler=properties_of_product,
        who="anyone",
        output=records.ProductPropertyRecord,
        plural="product_properties",
        refusals=(401, 404, 422),
    ),
    Operation(
        method="GET",
        path="/taxonomies/{taxonomy_id}/taxons",
        name="listTaxonomyTaxons",
        tag=CATALOGUE,
        summary="List what grows from a taxonomy's root",
        handler=taxons_of_taxonomy,
        who="anyone",
        output=records.TaxonRecord,
        plural="taxons",
        searchable=SEARCHABLE[Taxon],
        refusals=(401, 404, 422),
    ),
    Operation(
        method="GET",
        path="/taxonomies/{id}",
        name="showTaxonomy",
        tag=CATALOGUE,
        summary="Show a taxonomy by its id",
        handler=taxonomy,
        who="anyone",
        output=records.TaxonomyRecord,
        query=(Query(name="set", description="`nested` shows the whole tree."),),
        refusals=(401, 404),
    ),
)
