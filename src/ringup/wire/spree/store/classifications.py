"""Moves products within their taxons."""

from ringup.services.browsing import look_up
from ringup.services.editing.classifications import ClassificationForm, move_product
from ringup.services.searching import Single
from ringup.services.shelves import Product
from ringup.web.answers import Answer, json_answer
from ringup.wire.spree.operations import Call, Example, Operation
from ringup.wire.spree.read.records import form_reader
from ringup.wire.spree.store import catalogue
from ringup.wire.spree.store.records import ClassificationRecord
from ringup.wire.spree.store.resources import CATALOGUE

_read = form_reader(ClassificationForm)


async def move(call: Call) -> Answer:
    """Move a product within a taxon, and show where it stands."""
    form = await move_product(call.desk, call.asking, _read(call.parameters))
    wanted = Single(key=str(form.product_id))
    product = (await look_up(call.desk, call.asking, Product, wanted)).found
    [stands] = [each for each in product.classifications if each.taxon.id == form.taxon_id]
    return json_answer(catalogue.classification(stands))


OPERATIONS = (
    Operation(
        method="PUT",
        path="/classifications",
        name="moveProductWithinTaxon",
        tag=CATALOGUE,
        summary="Move a product within a taxon",
        description="`position` is how many of the taxon's products shall stand before it; what is"
        " shown counts from 1.",
        handler=move,
        who="admin",
        input=ClassificationForm,
        output=ClassificationRecord,
        refusals=(401, 409, 422),
        examples=(
            Example(name="To the front", given={"taxon_id": 2, "product_id": 1, "position": 0}),
        ),
    ),
)
