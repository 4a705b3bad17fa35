"""What products and variants are made of."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from decimal import Decimal
from typing import Annotated, ClassVar, TypeAlias

import msgspec

from ringup.domain.money import NotAnAmount, parsed
from ringup.domain.problems import Problem, within
from ringup.domain.variants import OptionValue
from ringup.services.editing.forms import (
    Count,
    Editable,
    Form,
    Ground,
    Id,
    IdOrName,
    Line,
    Prose,
    Spellings,
    blank,
    of,
    to,
)
from ringup.services.shelves import OptionType, Product, ShippingCategory, TaxCategory, Taxon

LARGEST_MEASURE = Decimal(1_000_000)
"""How heavy, long, wide or high a thing may be, in the shop's units."""

MEASURES = ("weight", "height", "width", "depth")


class Option(msgspec.Struct, frozen=True, kw_only=True):
    """An option by the names of its type and its value, such as ``size`` and ``S``."""

    name: Line
    value: Line


class OptionTypeName(msgspec.Struct, frozen=True, kw_only=True):
    """In what a product's variants differ, as an answer tells it."""

    name: Line


class VariantOfProduct(msgspec.Struct, frozen=True, kw_only=True):
    """A new variant of a product, or by its id one that is there: what is not given stays.

    A new one without any price costs what the product does. ``options`` are as with a variant.
    """

    spelled: ClassVar[Spellings] = {"tax_category_id": ("tax_category",)}

    id: Id | None = None
    price: Decimal | None = None
    prices: dict[str, Decimal] = msgspec.field(default_factory=dict)
    cost_price: Decimal | None = None
    sku: Line | None = None
    position: Count | None = None
    track_inventory: bool | None = None
    tax_category_id: Annotated[IdOrName, of(TaxCategory)] | None = None
    weight: Decimal | None = None
    height: Decimal | None = None
    width: Decimal | None = None
    depth: Decimal | None = None
    option_value_ids: tuple[Annotated[int, to(OptionValue)], ...] = ()
    options: tuple[Option, ...] = ()


class PropertyOfProduct(msgspec.Struct, frozen=True, kw_only=True):
    """Something new that is said of a product, or by its id something to change or destroy."""

    id: Id | None = None
    property_name: Line | None = None
    value: Prose | None = None
    position: Count | None = None
    destroy: bool = msgspec.field(name="_destroy", default=False)


class ProductForm(Form, frozen=True, kw_only=True):
    """A product and its master, which stands for it where it has no other variants.

    ``price`` is in the store's own currency, ``prices`` holds those in others by currency. Without
    ``available_on`` it is for sale at once; without a ``slug`` its name gives it one.

    ``option_type_ids`` are all in which its variants differ; ``option_types`` are added to them by
    name. So are ``variants`` and ``product_properties`` to those that it has, or one that it has
    is changed. Option types and properties that are not there are made.
    """

    spelled: ClassVar[Spellings] = {
        "slug": ("permalink",),
        "shipping_category": ("shipping_category_id",),
        "tax_category_id": ("tax_category",),
    }

    name: Line
    shipping_category: Annotated[IdOrName, of(ShippingCategory)]
    price: Decimal
    prices: dict[str, Decimal] = msgspec.field(default_factory=dict)
    cost_price: Decimal | None = None
    sku: Line | None = None
    slug: Line | None = None
    description: Prose | None = None
    available_on: datetime | None = None
    meta_description: Prose | None = None
    meta_keywords: Prose | None = None
    tax_category_id: Annotated[IdOrName, of(TaxCategory)] | None = None
    digital: bool = False
    track_inventory: bool = True
    weight: Decimal = Decimal(0)
    height: Decimal | None = None
    width: Decimal | None = None
    depth: Decimal | None = None
    taxon_ids: tuple[Annotated[int, to(Taxon)], ...] = ()
    option_type_ids: tuple[Annotated[int, to(OptionType)], ...] = ()
    option_types: tuple[Line | OptionTypeName, ...] = ()
    variants: tuple[VariantOfProduct, ...] = ()
    product_properties: tuple[PropertyOfProduct, ...] = ()


class VariantForm(Form, frozen=True, kw_only=True):
    """A variant of a product; without any price it costs what the product does.

    ``options`` names what tells it from the others; types and values that are not there are made.
    """

    spelled: ClassVar[Spellings] = {"tax_category_id": ("tax_category",)}

    product_id: Annotated[int, to(Product)]
    price: Decimal | None = None
    prices: dict[str, Decimal] = msgspec.field(default_factory=dict)
    cost_price: Decimal | None = None
    sku: Line | None = None
    position: Count | None = None
    track_inventory: bool = True
    tax_category_id: Annotated[IdOrName, of(TaxCategory)] | None = None
    weight: Decimal = Decimal(0)
    height: Decimal | None = None
    width: Decimal | None = None
    depth: Decimal | None = None
    option_value_ids: tuple[Annotated[int, to(OptionValue)], ...] = ()
    options: tuple[Option, ...] = ()


_Priced: TypeAlias = ProductForm | VariantForm | VariantOfProduct


def _prices_are_amounts(form: _Priced, ground: Ground) -> Iterable[Problem]:
    own = ground.shop.store.default_currency
    for field, value in (("price", form.price), ("cost_price", form.cost_price)):
        if value is not None and (text := _fault_of_price(value, own)):
            yield Problem("", field, "price_invalid", text)
    supported = ground.shop.currencies
    for currency, value in form.prices.items():
        if currency not in supported:
            text = f"must be in: {', '.join(supported)}"
            yield Problem("", f"prices.{currency}", "currency_unsupported", text)
        elif text := _fault_of_price(value, currency):
            yield Problem("", f"prices.{currency}", "price_invalid", text)


def _fault_of_price(value: Decimal, currency: str) -> str:
    try:
        amount = parsed(format(value, "f"), currency)
    except NotAnAmount as reason:
        return str(reason)
    return "" if amount >= 0 else "must be greater than or equal to 0"


def _measures_fit(form: _Priced, ground: Ground) -> Iterable[Problem]:
    del ground
    for name in MEASURES:
        value: Decimal | None = getattr(form, name)
        if value is not None and not 0 <= value <= LARGEST_MEASURE:
            yield Problem("", name, "out_of_range", f"must be from 0 to {LARGEST_MEASURE:,}")


def _one_value_an_option(form: VariantForm | VariantOfProduct, ground: Ground) -> Iterable[Problem]:
    del ground
    names = [option.name.casefold() for option in form.options]
    if len(set(names)) < len(names):
        yield Problem("", "options", "taken", "must name each option once")


_OF_VARIANTS = (_prices_are_amounts, _measures_fit, _one_value_an_option)


def _its_variants_fit(form: ProductForm, ground: Ground) -> Iterator[Problem]:
    for variant in form.variants:
        for problem in (problem for rule in _OF_VARIANTS for problem in rule(variant, ground)):
            yield msgspec.structs.replace(problem, field=within("variants", problem.field))
    ids = [variant.id for variant in form.variants if variant.id is not None]
    if len(set(ids)) < len(ids):
        yield Problem("", "variants.id", "taken", "must name each variant once")


def _new_properties_have_names(form: ProductForm, ground: Ground) -> Iterator[Problem]:
    del ground
    for said in form.product_properties:
        if said.id is None and not (said.property_name or "").strip():
            yield blank("product_properties.property_name")


PRODUCT = Editable(
    form=ProductForm,
    rules=(_prices_are_amounts, _measures_fit, _its_variants_fit, _new_properties_have_names),
)
VARIANT = Editable(form=VariantForm, rules=_OF_VARIANTS)
