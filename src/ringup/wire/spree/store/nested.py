"""Lists not quite like the others: a country's states, a product's properties, trees."""

from ringup.domain.geography import Country, State
from ringup.domain.problems import NotFound
from ringup.services.browsing import browse, look_up
from ringup.services.searchable import SEARCHABLE
from ringup.services.searching import Single
from ringup.services.shelves import ProductOfTaxon, Taxon, Taxonomy
from ringup.web.answers import Answer, json_answer
from ringup.wire.spree.operations import Call, Operation, Query
from ringup.wire.spree.store import catalogue, records
from ringup.wire.spree.store.lists import CURRENCY, framed, ink_for, listing_of, owner_id
from ringup.wire.spree.store.resources import CATALOGUE, PLACES, PRODUCTS, STATES, TAXONS
from ringup.wire.spree.write.records import StateRecord


async def states_of_country(call: Call) -> Answer:
    """List a country's states, and say whether an address there needs one."""
    wanted = Single(key=call.path["country_id"])
    country = (await look_up(call.desk, call.asking, Country, wanted)).found
    listing = listing_of(call.parameters, State, {"country_id": country.id})
    browsed = await browse(call.desk, call.asking, State, listing)
    frame = framed(call, STATES, browsed)
    return json_answer({**frame, "states_required": country.states_required})


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


async def unfolded_taxonomy(call: Call) -> Answer:
    """Show a taxonomy's root as a tree on a page begins with it."""
    wanted = Single(key=call.path["taxonomy_id"])
    root = (await look_up(call.desk, call.asking, Taxonomy, wanted)).found.root
    if root is None:
        raise NotFound
    return json_answer(catalogue.node(root))


async def unfolded_taxon(call: Call) -> Answer:
    """Show what grows from a taxon as a tree on a page unfolds it."""
    below = {}
    if "taxonomy_id" in call.path:
        below = {"taxonomy_id": await owner_id(call, TAXONS.within[0])}
    wanted = Single(key=call.path["id"], within=below)
    found = (await look_up(call.desk, call.asking, Taxon, wanted)).found
    return json_answer([catalogue.node(each) for each in found.taxons])


async def products_of_taxon(call: Call) -> Answer:
    """List a taxon's products in the taxon's order."""
    wanted = Single(key=str(call.parameters.get("id", "")))
    taxon = (await look_up(call.desk, call.asking, Taxon, wanted)).found
    listing = listing_of(call.parameters, ProductOfTaxon, {"taxon_id": taxon.id})
    browsed = await browse(call.desk, call.asking, ProductOfTaxon, listing)
    return json_answer(framed(call, PRODUCTS, browsed))


OPERATIONS = (
    Operation(
        method="GET",
        path="/taxonomies/{taxonomy_id}/jstree",
        name="unfoldTaxonomy",
        tag=CATALOGUE,
        summary="Show a taxonomy's root for a tree on a page",
        handler=unfolded_taxonomy,
        who="anyone",
        output=records.NodeRecord,
    ),
    Operation(
        method="GET",
        path="/taxons/{id}/jstree",
        also=("/taxonomies/{taxonomy_id}/taxons/{id}/jstree",),
        name="unfoldTaxon",
        tag=CATALOGUE,
        summary="Show what grows from a taxon for a tree on a page",
        handler=unfolded_taxon,
        who="anyone",
        output=records.NodeRecord,
        bare=True,
    ),
    Operation(
        method="GET",
        path="/taxons/products",
        name="listTaxonProducts",
        tag=CATALOGUE,
        summary="List a taxon's products in its order",
        handler=products_of_taxon,
        who="anyone",
        output=records.ProductRecord,
        plural="products",
        searchable=SEARCHABLE[ProductOfTaxon],
        query=(Query(name="id", kind=int, description="The taxon's id."), CURRENCY),
        refusals=(401, 404, 422),
    ),
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
    ),
)
