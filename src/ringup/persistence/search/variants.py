"""Variants with their prices, options, pictures and stock: so many statements for any number."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Select, Table, func, select

from ringup.domain.stock import StockLevel
from ringup.domain.variants import Image, OptionValue, Variant
from ringup.persistence.schema import (
    images,
    option_types,
    option_values,
    prices,
    product_taxons,
    products,
    stock_items,
    variant_option_values,
    variants,
)
from ringup.persistence.search.grouping import rows_by, without
from ringup.persistence.search.shelf import IDS, Link, Reader, Row, Shelf, by_id_or, columns_of
from ringup.services.searching import Listing
from ringup.services.shelves import StoredVariant

OF_PRODUCTS = (
    *("id", "name", "slug", "description", "meta_keywords", "meta_description"),
    *("shipping_category_id", "available_on", "created_at", "updated_at"),
)
OF_VARIANTS = (
    *("id", "sku", "is_master", "product_id", "track_inventory", "created_at", "updated_at"),
)
PRESENTED = ("id", "name", "presentation", "position")

SHOWN_OF_IMAGES = tuple(images.c[field.name] for field in msgspec.structs.fields(Image))

_OWN_PRODUCT = products.alias("own_product")
_JOINED = variants.join(products, products.c.id == variants.c.product_id)
_SHOWN = (
    *(variants.c[name] for name in ("id", "product_id", "sku", "is_master", "track_inventory")),
    *(variants.c[name] for name in ("weight", "height", "width", "depth", "cost_price")),
    *(products.c[name] for name in ("name", "slug", "description", "digital")),
    products.c.shipping_category_id,
    func.coalesce(variants.c.tax_category_id, products.c.tax_category_id).label("tax_category_id"),
    variants.c.deleted_at,
)


def for_sale(at: datetime) -> Sequence[ColumnElement[bool]]:
    """Keep to products that are offered by then."""
    return (products.c.available_on <= at,)


_ALL = select(*_SHOWN).select_from(_JOINED)
_BY_ID = _ALL.where(variants.c.id.in_(IDS))
_OF_PRODUCTS = _ALL.where(variants.c.product_id.in_(IDS), variants.c.deleted_at.is_(None)).order_by(
    variants.c.position, variants.c.id
)


async def variants_by_id(reader: Reader, ids: Sequence[int]) -> Mapping[int, StoredVariant]:
    """Read variants by their ids, in six statements."""
    stored = await _stored(reader, await reader.select(_BY_ID, {"ids": ids}))
    return {each.variant.id: each for each in stored}


async def variants_of_products(
    reader: Reader, product_ids: Sequence[int]
) -> Mapping[int, list[StoredVariant]]:
    """Read the products' variants, each product's in their order."""
    found: dict[int, list[StoredVariant]] = {product_id: [] for product_id in product_ids}
    rows = await reader.select(_OF_PRODUCTS, {"ids": product_ids})
    for stored in await _stored(reader, rows):
        found[stored.variant.product_id].append(stored)
    return found


async def _load(reader: Reader, rows: Sequence[Row], listing: Listing) -> Sequence[StoredVariant]:
    _ = listing
    return await _stored(reader, rows)


async def _stored(reader: Reader, rows: Sequence[Row]) -> Sequence[StoredVariant]:
    """Fetch what belongs to the variants of these rows, and put each together."""
    own = {"ids": [row["id"] for row in rows]}
    products_of = {"ids": sorted({row["product_id"] for row in rows})}
    parts = _Parts(
        prices=rows_by(await reader.select(_PRICES, own), "variant_id"),
        images=rows_by(await reader.select(_IMAGES, own), "variant_id"),
        stock=rows_by(await reader.select(_STOCK, own), "variant_id"),
        options=rows_by(await reader.select(_OPTIONS, own), "variant_id"),
        taxons=rows_by(await reader.select(_TAXONS, products_of), "product_id"),
    )
    return [StoredVariant(variant=parts.variant(row), cost_price=row["cost_price"]) for row in rows]


class _Parts(msgspec.Struct, frozen=True, kw_only=True):
    """What belongs to some variants, by variant; the taxons by product."""

    prices: Mapping[int, list[Row]]
    images: Mapping[int, list[Row]]
    stock: Mapping[int, list[Row]]
    options: Mapping[int, list[Row]]
    taxons: Mapping[int, list[Row]]

    def variant(self, row: Row) -> Variant:
        own = row["id"]
        return Variant(
            **without(row, "cost_price", "deleted_at"),
            prices={price["currency"]: price["amount"] for price in self.prices[own]},
            images=tuple(Image(**image) for image in self.images[own]),
            option_values=tuple(
                OptionValue(**without(value, "variant_id")) for value in self.options[own]
            ),
            stock=tuple(StockLevel(**without(level, "variant_id")) for level in self.stock[own]),
            taxon_ids=frozenset(taxon["taxon_id"] for taxon in self.taxons[row["product_id"]]),
            deleted=row["deleted_at"] is not None,
        )


def _of(table: Table) -> Select[Any]:
    """Select what hangs on the variants."""
    return select(table).where(table.c.variant_id.in_(IDS)).order_by(*table.primary_key)


_PRICES, _STOCK = _of(prices), _of(stock_items)
_IMAGES = (
    select(*SHOWN_OF_IMAGES)
    .where(images.c.variant_id.in_(IDS))
    .order_by(images.c.position, images.c.id)
)
_OPTIONS = (
    select(
        variant_option_values.c.variant_id,
        *(option_values.c[name] for name in ("id", "name", "presentation", "option_type_id")),
        option_types.c.name.label("option_type_name"),
        option_types.c.presentation.label("option_type_presentation"),
    )
    .select_from(variant_option_values)
    .join(option_values, option_values.c.id == variant_option_values.c.option_value_id)
    .join(option_types, option_types.c.id == option_values.c.option_type_id)
    .where(variant_option_values.c.variant_id.in_(IDS))
    .order_by(option_types.c.position, option_types.c.id)
)
_TAXONS = (
    select(product_taxons.c.product_id, product_taxons.c.taxon_id)
    .where(product_taxons.c.product_id.in_(IDS))
    .order_by(product_taxons.c.position, product_taxons.c.taxon_id)
)

VARIANTS = Shelf[StoredVariant](
    table=_JOINED,
    shown=_SHOWN,
    id=variants.c.id,
    columns=columns_of(variants, *OF_VARIANTS),
    links={
        "product": Link(
            source=_OWN_PRODUCT,
            on=_OWN_PRODUCT.c.id == variants.c.product_id,
            columns=columns_of(_OWN_PRODUCT, *OF_PRODUCTS),
        ),
        "option_values": Link(
            source=variant_option_values.join(
                option_values, option_values.c.id == variant_option_values.c.option_value_id
            ),
            on=variant_option_values.c.variant_id == variants.c.id,
            columns=columns_of(option_values, *PRESENTED),
        ),
    },
    among=(variants.c.deleted_at.is_(None), products.c.deleted_at.is_(None)),
    within={"product_id": variants.c.product_id},
    keys=by_id_or(variants.c.id, variants.c.sku),
    public=for_sale,
    load=_load,
)
