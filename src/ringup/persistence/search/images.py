"""The pictures of variants, one by one."""

from ringup.domain.variants import Image
from ringup.persistence.schema import images, products, variants
from ringup.persistence.search.grouping import plain
from ringup.persistence.search.shelf import Shelf, by_id, columns_of
from ringup.persistence.search.variants import SHOWN_OF_IMAGES, for_sale

IMAGES = Shelf[Image](
    table=images.join(variants, variants.c.id == images.c.variant_id).join(
        products, products.c.id == variants.c.product_id
    ),
    shown=SHOWN_OF_IMAGES,
    id=images.c.id,
    columns=columns_of(images, "id", "alt", "position"),
    among=(variants.c.deleted_at.is_(None), products.c.deleted_at.is_(None)),
    order=(images.c.position,),
    within={"variant_id": images.c.variant_id},
    keys=by_id(images.c.id),
    public=for_sale,
    load=plain(Image),
)
