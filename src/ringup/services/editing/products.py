"""What products and variants are made of."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import Annotated, ClassVar

import msgspec

from ringup.domain.money import NotAnAmount, parsed
from ringup.domain.problems import Problem
from ringup.domain.variants import OptionValue
from ringup.services.editing.forms import (
    Count,
    Editable,
    Form,
    Ground,
    Line,
    Prose,
    Spellings,
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


class ProductForm(Form, frozen=True, kw_only=True):
    """A product and its master, which stands for it where it has no other variants.

    ``price`` is in the store's own currency, ``prices`` holds those in others by currency. Without
    ``available_on`` it is for sale at once; without a ``slug`` its name gives it one.
    """

    spelled: ClassVar[Spellings] = {
        "slug": ("permalink",),
        "shipping_category": ("shipping_category_id",),
    }

    name: Line
    shipping_category: Annotated[int, to(ShippingCategory)]
    price: Decimal
    prices: dict[str, Decimal] = msgspec.field(default_factory=dict)
    cost_price: Decimal | None = None
    sku: Line | None = None
    slug: Line | None = None
    description: Prose | None = None
    available_on: datetime | None = None
    meta_description: Prose | None = None
    meta_keywords: Prose | None = None
    tax_category_id: Annotated[int, to(TaxCategory)] | None = None
    digital: bool = False
    track_inventory: bool = True
    weight: Decimal = Decimal(0)
    height: Decimal | None = None
    width: Decimal | None = None
    depth: Decimal | None = None
    taxon_ids: tuple[Annotated[int, to(Taxon)], ...] = ()
    option_type_ids: tuple[Annotated[int, to(OptionType)], ...] = ()


class VariantForm(Form, frozen=True, kw_only=True):
    """A variant of a product; without any price it costs what the product does.

    ``options`` names what tells it from the others; types and values that are not there are made.
    """

    product_id: Annotated[int, to(Product)]
    price: Decimal | None = None
    prices: dict[str, Decimal] = msgspec.field(default_factory=dict)
    cost_price: Decimal | None = None
    sku: Line | None = None
    position: Count | None = None
    track_inventory: bool = True
    tax_category_id: Annotated[int, to(TaxCategory)] | None = None
    weight: Decimal = Decimal(0)
    height: Decimal | None = None
    width: Decimal | None = None
    depth: Decimal | None = None
    option_value_ids: tuple[Annotated[int, to(OptionValue)], ...] = ()
    options: tuple[Option, ...] = ()


def _prices_are_amounts(form: ProductForm | VariantForm, ground: Ground) -> Iterable[Problem]:
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


def _measures_fit(form: ProductForm | VariantForm, ground: Ground) -> Iterable[Problem]:
    del ground
    for name in MEASURES:
        value: Decimal | None = getattr(form, name)
        if value is not None and not 0 <= value <= LARGEST_MEASURE:
            yield Problem("", name, "out_of_range", f"must be from 0 to {LARGEST_MEASURE:,}")


def _one_value_an_option(form: VariantForm, ground: Ground) -> Iterable[Problem]:
    del ground
    names = [option.name.casefold() for option in form.options]
    if len(set(names)) < len(names):
        yield Problem("", "options", "taken", "must name each option once")


PRODUCT = Editable(form=ProductForm, rules=(_prices_are_amounts, _measures_fit))
VARIANT = Editable(
    form=VariantForm, rules=(_prices_are_amounts, _measures_fit, _one_value_an_option)
)
