"""Products, each with its variants, options, properties and places: a dozen statements a page."""

from collections.abc import Mapping, Sequence

from sqlalchemy import select

from ringup.persistence.schema import (
    option_types,
    product_option_types,
    product_properties,
    product_taxons,
    products,
    properties,
    taxons,
    variants,
)
from ringup.persistence.search.grouping import rows_by, without
from ringup.persistence.search.options import option_types_of_products
from ringup.persistence.search.shelf import IDS, Link, Reader, Row, Shelf, by_id_or, columns_of
from ringup.persistence.search.taxons import classifications_of_products
from ringup.persistence.search.variants import (
    OF_PRODUCTS,
    OF_VARIANTS,
    PRESENTED,
    for_sale,
    variants_of_products,
)
from ringup.services.searching import Listing
from ringup.services.shelves import Product, ProductProperty

_SHOWN = tuple(
    products.c[name]
    for name in (
        *("id", "name", "slug", "description", "meta_description", "meta_keywords"),
        *("available_on", "shipping_category_id"),
    )
)
_PROPERTIES = (
    select(product_properties, properties.c.name.label("property_name"))
    .join(properties, properties.c.id == product_properties.c.property_id)
    .where(product_properties.c.product_id.in_(IDS))
    .order_by(product_properties.c.position, product_properties.c.id)
)


async def _load(reader: Reader, rows: Sequence[Row], listing: Listing) -> Sequence[Product]:
    _ = listing
    ids = [row["id"] for row in rows]
    stored = await variants_of_products(reader, ids)
    options = await option_types_of_products(reader, ids)
    classified = await classifications_of_products(reader, ids)
    said = await _properties(reader, ids)
    return [
        Product(
            **row,
            master=next((each for each in stored[row["id"]] if each.variant.is_master), None),
            variants=tuple(each for each in stored[row["id"]] if not each.variant.is_master),
            option_types=tuple(options[row["id"]]),
            properties=tuple(said[row["id"]]),
            classifications=tuple(classified[row["id"]]),
        )
        for row in rows
    ]


async def _properties(
    reader: Reader, product_ids: Sequence[int]
) -> Mapping[int, list[ProductProperty]]:
    rows = await reader.select(_PROPERTIES, {"ids": product_ids})
    found = rows_by(rows, "product_id")
    return {
        product_id: [ProductProperty(**without(row, "position")) for row in found[product_id]]
        for product_id in product_ids
    }


def _variants_where(alias: str, *, only: bool | None) -> Link:
    """Link the product's variants: its master, all others, or (``None``) both."""
    own = variants.alias(alias)
    among = () if only is None else (own.c.is_master.is_(only),)
    on = own.c.product_id == products.c.id
    for clause in (own.c.deleted_at.is_(None), *among):
        on &= clause
    return Link(source=own, on=on, columns=columns_of(own, *OF_VARIANTS))


PRODUCTS = Shelf[Product](
    table=products,
    shown=_SHOWN,
    id=products.c.id,
    columns=columns_of(products, *OF_PRODUCTS),
    links={
        "master": _variants_where("own_master", only=True),
        "variants": _variants_where("own_variants", only=False),
        "variants_including_master": _variants_where("all_variants", only=None),
        "taxons": Link(
            source=product_taxons.join(taxons, taxons.c.id == product_taxons.c.taxon_id),
            on=product_taxons.c.product_id == products.c.id,
            columns=columns_of(taxons, "id", "name", "permalink"),
        ),
        "option_types": Link(
            source=product_option_types.join(
                option_types, option_types.c.id == product_option_types.c.option_type_id
            ),
            on=product_option_types.c.product_id == products.c.id,
            columns=columns_of(option_types, *PRESENTED),
        ),
    },
    among=(products.c.deleted_at.is_(None),),
    keys=by_id_or(products.c.id, products.c.slug),
    public=for_sale,
    load=_load,
)

PRODUCTS_OF_TAXONS = Shelf[Product](
    table=products.join(product_taxons, product_taxons.c.product_id == products.c.id),
    shown=_SHOWN,
    id=products.c.id,
    columns=PRODUCTS.columns,
    links=PRODUCTS.links,
    among=PRODUCTS.among,
    order=(product_taxons.c.position,),
    within={"taxon_id": product_taxons.c.taxon_id},
    keys=PRODUCTS.keys,
    public=for_sale,
    load=_load,
)
