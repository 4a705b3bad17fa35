"""Pictures of products and variants: listed, uploaded, changed and removed."""

from typing import Any

import msgspec

from ringup.domain.problems import NotFound
from ringup.domain.variants import Image
from ringup.services.browsing import Browsed, browse, look_up
from ringup.services.editing.edit import admit
from ringup.services.editing.forms import Given, Verb
from ringup.services.editing.images import add_image, change_image, remove_image
from ringup.services.editing.pictures import ImageForm
from ringup.services.pictures import MOST_BYTES
from ringup.services.searching import Listing, Page, Single
from ringup.services.shelves import Product, StoredVariant
from ringup.web.answers import Answer, json_answer
from ringup.web.multipart import UploadedFile
from ringup.wire.spree.operations import Call, Operation
from ringup.wire.spree.read.records import form_reader
from ringup.wire.spree.store.editing import NewRecord
from ringup.wire.spree.store.resources import CATALOGUE
from ringup.wire.spree.write.records import ImageRecord
from ringup.wire.spree.write.variants import image_record

_PARAMETERS = msgspec.defstruct("ImageParameters", [("image", ImageForm | None, None)])
_OF_VARIANT = "/variants/{variant_id}/images"
_OF_PRODUCT = "/products/{product_id}/images"
_AROUND_A_FILE = 100_000
_ATTRIBUTES = [name for name in ImageRecord.__struct_fields__ if not name.endswith("_url")]

_read = form_reader(ImageForm)


class ImagesRecord(msgspec.Struct, frozen=True, kw_only=True):
    """All pictures of a variant, in their order."""

    images: list[ImageRecord]


async def listed(call: Call) -> Answer:
    """List the pictures of a variant, or of a product's master."""
    within = {"variant_id": await _owner(call)}
    listing = Listing(per_page=1000, within=within)
    browsed: Browsed[Page[Image]] = await browse(call.desk, call.asking, Image, listing)
    return json_answer(ImagesRecord(images=[image_record(each) for each in browsed.found.rows]))


async def shown(call: Call) -> Answer:
    """Show a picture."""
    return json_answer(image_record(await _image(call)))


async def described(call: Call) -> Answer:
    """Tell what a picture is made of."""
    await admit(call.desk, call.asking, Image, "create")
    return json_answer(NewRecord(attributes=_ATTRIBUTES, required_attributes=[]))


async def made(call: Call) -> Answer:
    """Add a picture, by its file or its address."""
    given, content = await _form(call, "create")
    given = given.with_values({"variant_id": await _owner(call)})
    return _written(await add_image(call.desk, call.asking, given, content), 201)


async def changed(call: Call) -> Answer:
    """Change a picture."""
    given, content = await _form(call, "change")
    image = await _image(call)
    return _written(await change_image(call.desk, call.asking, image, given, content))


async def removed(call: Call) -> Answer:
    """Remove a picture."""
    await admit(call.desk, call.asking, Image, "remove")
    await remove_image(call.desk, call.asking, await _image(call))
    return Answer(status=204)


async def _form(call: Call, verb: Verb) -> tuple[Given, bytes | None]:
    """Read what somebody who may do so gives: a form, and a file in ``[attachment]``."""
    await admit(call.desk, call.asking, Image, verb)
    form = call.parameters.get("image", call.parameters)
    given = _read(form if isinstance(form, dict) else {})
    file: UploadedFile | None = call.files.get("image[attachment]") or call.files.get("attachment")
    if file is None:
        return given, None
    return given.with_values({"file_name": file.name[:255] or None}), file.content


def _written(after: Browsed[Image], status: int = 200) -> Answer:
    return json_answer(image_record(after.found), status)


async def _owner(call: Call) -> int:
    """Find the variant whose pictures are meant; raises ``NotFound``."""
    if "variant_id" in call.path:
        wanted = Single(key=call.path["variant_id"])
        return (await look_up(call.desk, call.asking, StoredVariant, wanted)).found.id
    product = await look_up(call.desk, call.asking, Product, Single(key=call.path["product_id"]))
    if product.found.master is None:
        raise NotFound
    return product.found.master.id


async def _image(call: Call) -> Image:
    single = Single(key=call.path["id"], within={"variant_id": await _owner(call)})
    return (await look_up(call.desk, call.asking, Image, single)).found


def _operation(**row: Any) -> Operation:  # noqa: ANN401 - what every row has
    path: str = row.pop("path")
    return Operation(path=_OF_VARIANT + path, also=(_OF_PRODUCT + path,), tag=CATALOGUE, **row)


_WRITING: dict[str, Any] = {
    "who": "admin",
    "input": _PARAMETERS,
    "output": ImageRecord,
    "refusals": (401, 404, 409, 422),
    "largest_body": MOST_BYTES + _AROUND_A_FILE,
    "description": "The file itself comes as `image[attachment]` of a multipart form; or "
    "`image[url]` says where the picture lies elsewhere.",
}

OPERATIONS = (
    _operation(
        method="GET",
        path="",
        name="listImages",
        summary="List pictures",
        handler=listed,
        who="anyone",
        output=ImagesRecord,
    ),
    _operation(
        method="GET",
        path="/new",
        name="describeImage",
        summary="Tell what a picture is made of",
        handler=described,
        who="admin",
        output=NewRecord,
        refusals=(401,),
    ),
    _operation(
        method="GET",
        path="/{id}",
        name="showImage",
        summary="Show a picture",
        handler=shown,
        who="anyone",
        output=ImageRecord,
    ),
    _operation(
        method="POST",
        path="",
        name="createImage",
        summary="Add a picture",
        handler=made,
        statuses=(201,),
        **_WRITING,
    ),
    _operation(
        method="PUT",
        path="/{id}",
        name="changeImage",
        summary="Change a picture",
        handler=changed,
        **_WRITING,
    ),
    _operation(
        method="DELETE",
        path="/{id}",
        name="removeImage",
        summary="Remove a picture",
        handler=removed,
        who="admin",
        statuses=(204,),
        refusals=(401, 404, 409, 422),
    ),
)
