"""Writes the demo store's products with their variants, prices, stock and taxons."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

import msgspec

from ringup.demo.catalogue import PRODUCTS, SIZES, TAXONOMY, TAXONS, Item, Product
from ringup.demo.shop import LOCATIONS
from ringup.founding.pen import Pen
from ringup.founding.stock import write_stock

Ids = dict[str, int]


class _Variant(msgspec.Struct, frozen=True, kw_only=True):
    """A variant to be written: an item of a product, or the master of a product with sizes."""

    product: Product
    item: Item
    is_master: bool
    for_sale: bool = True
    position: int


def write_catalogue(
    pen: Pen, tax_category_id: int, shipping_category_id: int, now: datetime
) -> Ids:
    """Write everything, and give the ids of the variants by SKU."""
    common = {"created_at": now, "updated_at": now}
    rows = [
        {
            **common,
            "name": product.name,
            "slug": product.slug,
            "description": product.description,
            "digital": product.digital,
            "tax_category_id": tax_category_id,
            "shipping_category_id": shipping_category_id,
            "available_on": now,
        }
        for product in PRODUCTS
    ]
    products = pen.named("products", rows, by="slug")
    variants = list(_variants())
    ids = pen.named("variants", [{**common, **_row(v, products)} for v in variants], by="sku")
    _prices(pen, variants, ids)
    _stock(pen, variants, ids, now)
    _sizes(pen, variants, ids, products)
    _taxons(pen, products)
    return ids


def _variants() -> Iterator[_Variant]:
    for product in PRODUCTS:
        if len(product.items) == 1:
            yield _Variant(product=product, item=product.items[0], is_master=True, position=1)
        else:
            yield from _with_sizes(product)


def _with_sizes(product: Product) -> Iterator[_Variant]:
    """Give the master, which is not for sale but stands for all, and a variant for each size."""
    first = product.items[0]
    master = msgspec.structs.replace(first, sku=first.sku.partition("-")[0], size=None)
    yield _Variant(product=product, item=master, is_master=True, for_sale=False, position=1)
    for position, item in enumerate(product.items, 2):
        yield _Variant(product=product, item=item, is_master=False, position=position)


def _row(variant: _Variant, product_ids: Ids) -> dict[str, Any]:
    return {
        "product_id": product_ids[variant.product.slug],
        "sku": variant.item.sku,
        "is_master": variant.is_master,
        "track_inventory": not variant.product.digital,
        "weight": variant.item.weight,
        "position": variant.position,
    }


def _prices(pen: Pen, variants: Iterable[_Variant], ids: Ids) -> None:
    rows = (
        {"variant_id": ids[variant.item.sku], "currency": currency, "amount": amount}
        for variant in variants
        for currency, amount in (("USD", variant.item.usd), ("EUR", variant.item.eur))
    )
    pen.write("prices", rows)


def _stock(pen: Pen, variants: Iterable[_Variant], ids: Ids, now: datetime) -> None:
    locations = pen.named(
        "stock_locations",
        [
            {"name": name, "is_default": position == 1, "active": True, "position": position}
            for position, name in enumerate(LOCATIONS, 1)
        ],
    )
    rows = (
        {
            "variant_id": ids[variant.item.sku],
            "stock_location_id": locations[location],
            "count_on_hand": count,
            "held": 0,
            "backorderable": variant.item.backorderable,
        }
        for variant in variants
        for location, count in zip(LOCATIONS, (variant.item.main, variant.item.west), strict=True)
        if variant.for_sale and count is not None
    )
    write_stock(pen, rows, now)


def _sizes(pen: Pen, variants: Iterable[_Variant], ids: Ids, product_ids: Ids) -> None:
    size = {"name": "size", "presentation": "Size", "position": 1}
    [option] = pen.numbered("option_types", [size])
    values = pen.named(
        "option_values",
        [
            {"option_type_id": option, "name": name, "presentation": shown, "position": position}
            for position, (name, shown) in enumerate(SIZES.items(), 1)
        ],
    )
    sized = [variant for variant in variants if variant.item.size]
    products = dict.fromkeys(product_ids[variant.product.slug] for variant in sized)
    pen.write(
        "product_option_types",
        ({"product_id": id_, "option_type_id": option, "position": 1} for id_ in products),
    )
    pen.write(
        "variant_option_values",
        (
            {"variant_id": ids[v.item.sku], "option_value_id": values[v.item.size or ""]}
            for v in sized
        ),
    )


def _taxons(pen: Pen, product_ids: Ids) -> None:
    [taxonomy] = pen.numbered("taxonomies", [{"name": TAXONOMY, "position": 1}])
    top = {"taxonomy_id": taxonomy, "name": TAXONOMY, "permalink": TAXONOMY.lower(), "position": 0}
    [root] = pen.numbered("taxons", [top])
    rows = [
        {
            "taxonomy_id": taxonomy,
            "parent_id": root,
            "name": name,
            "permalink": f"{TAXONOMY}/{name}".lower(),
            "position": position,
        }
        for position, name in enumerate(TAXONS, 1)
    ]
    taxons = pen.named("taxons", rows)
    listed = (
        {"product_id": product_ids[p.slug], "taxon_id": taxons[p.taxon], "position": position}
        for position, p in enumerate(PRODUCTS, 1)
    )
    pen.write("product_taxons", listed)
