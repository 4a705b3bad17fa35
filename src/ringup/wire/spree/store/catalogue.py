"""Writes products, variants, options and taxons."""

from collections.abc import Iterable

from msgspec.structs import asdict, replace

from ringup.domain.stock import StockLevel
from ringup.domain.variants import Variant
from ringup.services.shelves import (
    Classification,
    OptionType,
    Product,
    ProductProperty,
    Property,
    StoredVariant,
    Taxon,
    Taxonomy,
    stock_item_id,
)
from ringup.wire.spree.store.records import (
    ClassificationRecord,
    NodeNamesRecord,
    NodeRecord,
    OptionTypeNameRecord,
    OptionTypeRecord,
    ProductPropertyRecord,
    ProductRecord,
    PropertyRecord,
    StockedVariantRecord,
    StockEntryRecord,
    TaxonomyRecord,
    TaxonRecord,
)
from ringup.wire.spree.store.writing.goods import cost_text
from ringup.wire.spree.store.writing.ink import Ink
from ringup.wire.spree.write.pen import moment_or_none
from ringup.wire.spree.write.records import VariantRecord
from ringup.wire.spree.write.variants import image_record, option_value_record, variant_record

WAY = " -> "
"""Between the names on the way to a taxon."""


def product(found: Product, ink: Ink) -> ProductRecord:
    """Write a product whole. Its price is its master's, or else its first variant's."""
    everything = [each.variant for each in (found.master, *found.variants) if each is not None]
    priced = next((each for each in everything if ink.pen.currency in each.prices), None)
    price = priced.prices[ink.pen.currency] if priced else None
    display = None if price is None else ink.pen.display(price)
    images = everything[0].images if everything else ()
    return ProductRecord(
        id=found.id,
        name=found.name,
        description=found.description,
        price=None if price is None else ink.pen.amount(price),
        display_price=display,
        available_on=moment_or_none(found.available_on),
        slug=found.slug,
        meta_description=found.meta_description,
        meta_keywords=found.meta_keywords,
        shipping_category_id=found.shipping_category_id,
        taxon_ids=[each.taxon.id for each in found.classifications],
        total_on_hand=_total_on_hand(everything),
        master=variant(found.master, ink) if found.master else None,
        variants=[variant(each, ink) for each in found.variants],
        images=[image_record(each) for each in images],
        option_types=[_option_type_name(each) for each in found.option_types],
        product_properties=[product_property(each, ink) for each in found.properties],
        classifications=[classification(each) for each in found.classifications],
        has_variants=bool(found.variants),
        display_current_currency_price=display,
    )


def variant(found: StoredVariant, ink: Ink) -> VariantRecord:
    """Write a variant as it stands in its product."""
    record = variant_record(found.variant, ink.pen)
    cost = found.cost_price
    return record if cost is None else replace(record, cost_price=cost_text(cost, ink))


def stocked_variant(found: StoredVariant, ink: Ink) -> StockedVariantRecord:
    """Write a variant with what each location has of it."""
    return StockedVariantRecord(
        **asdict(variant(found, ink)),
        stock_items=[_entry(found.variant, level, ink) for level in found.variant.stock],
    )


def option_type(found: OptionType, ink: Ink) -> OptionTypeRecord:
    """Write an option type with its values."""
    del ink
    return OptionTypeRecord(
        **asdict(_option_type_name(found)),
        option_values=[option_value_record(value) for value in found.option_values],
    )


def property_(found: Property, ink: Ink) -> PropertyRecord:
    """Write what can be said of products."""
    del ink
    return PropertyRecord(**asdict(found))


def product_property(found: ProductProperty, ink: Ink) -> ProductPropertyRecord:
    """Write a property of a product."""
    del ink
    return ProductPropertyRecord(**asdict(found))


def taxonomy(found: Taxonomy, ink: Ink) -> TaxonomyRecord:
    """Write a taxonomy: its root and the root's children."""
    del ink
    root = _pruned(found.root, 1) if found.root else None
    return TaxonomyRecord(id=found.id, name=found.name, root=root)


def whole_taxonomy(found: Taxonomy, ink: Ink) -> TaxonomyRecord:
    """Write a taxonomy with its whole tree."""
    root = taxon(found.root, ink) if found.root else None
    return TaxonomyRecord(id=found.id, name=found.name, root=root)


def taxon(found: Taxon, ink: Ink) -> TaxonRecord:
    """Write a taxon with all that grows from it."""
    return _grown(found, [taxon(each, ink) for each in found.taxons])


def bare_taxon(found: Taxon, ink: Ink) -> TaxonRecord:
    """Write a taxon without its children."""
    del ink
    return _grown(found, [])


def node(found: Taxon) -> NodeRecord:
    """Write a taxon for a tree on a page."""
    return NodeRecord(data=found.name, attr=NodeNamesRecord(id=found.id, name=found.name))


def _pruned(found: Taxon, depth: int) -> TaxonRecord:
    return _grown(found, [_pruned(each, depth - 1) for each in found.taxons] if depth else [])


def _grown(found: Taxon, taxons: list[TaxonRecord]) -> TaxonRecord:
    return TaxonRecord(
        id=found.id,
        name=found.name,
        pretty_name=WAY.join(found.way),
        permalink=found.permalink,
        parent_id=found.parent_id,
        taxonomy_id=found.taxonomy_id,
        meta_title=found.meta_title,
        meta_description=found.meta_description,
        taxons=taxons,
    )


def classification(found: Classification) -> ClassificationRecord:
    """Write where among a taxon's products one stands."""
    return ClassificationRecord(
        taxon_id=found.taxon.id, position=found.position, taxon=_grown(found.taxon, [])
    )


def _option_type_name(found: OptionType) -> OptionTypeNameRecord:
    return OptionTypeNameRecord(
        id=found.id, name=found.name, presentation=found.presentation, position=found.position
    )


def _entry(found: Variant, level: StockLevel, ink: Ink) -> StockEntryRecord:
    location = ink.shop.stock_locations.get(level.stock_location_id)
    return StockEntryRecord(
        id=stock_item_id(found.id, level.stock_location_id),
        count_on_hand=level.count_on_hand,
        stock_location_id=level.stock_location_id,
        backorderable=level.backorderable,
        available=level.backorderable or found.available_at(level) > 0,
        stock_location_name=location.name if location else "",
    )


def _total_on_hand(variants: Iterable[Variant]) -> int | None:
    """Sum up what is on hand; nothing is said where no stock is counted."""
    counted = [each for each in variants if each.has_stock_counted]
    if not counted:
        return None
    return sum(level.count_on_hand for each in counted for level in each.stock)
