"""What a line of a file may say, kind by kind; columns are named like the fields.

What a line leaves out, or leaves empty, stays as it is; for something new it is the usual.
"""

import re
from collections.abc import Mapping
from typing import Annotated, Any, TypeAlias

import msgspec

Short: TypeAlias = Annotated[str, msgspec.Meta(min_length=1, max_length=255)]
Slug: TypeAlias = Annotated[str, msgspec.Meta(pattern="^[a-z0-9][a-z0-9_-]*$", max_length=255)]
Currency: TypeAlias = Annotated[str, msgspec.Meta(pattern="^[A-Z]{3}$")]
Decimal: TypeAlias = Annotated[
    str, msgspec.Meta(pattern=r"^[0-9]{1,12}(\.[0-9]+)?$", max_length=40)
]
Email: TypeAlias = Annotated[str, msgspec.Meta(pattern=r"^[^@\s]+@[^@\s]+$", max_length=254)]
Count: TypeAlias = Annotated[int, msgspec.Meta(ge=-(2**31), le=2**31)]

_UNFIT = re.compile("[\x00\ud800-\udfff]")


When: TypeAlias = Annotated[str, msgspec.Meta(pattern=r"^(never|\d{4}-\d\d-\d\d[T ].+)$")]
"""A moment, or ``never``."""


class ProductLine(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A product, by its slug; its SKU, measures and cost are its own, without options.

    ``taxons`` reads ``Categories > Shirts; Brands > Us``, ``properties`` ``Fit: Loose; Cut: Slim``
    and ``images``, by paths from the file's folder on, ``front.jpg; back.jpg``.
    """

    slug: Slug
    name: Short | None = None
    sku: Short | None = None
    description: str | None = None
    meta_description: str | None = None
    meta_keywords: str | None = None
    digital: bool | None = None
    track_inventory: bool | None = None
    weight: Decimal | None = None
    height: Decimal | None = None
    width: Decimal | None = None
    depth: Decimal | None = None
    cost_price: Decimal | None = None
    tax_category: Short | None = None
    shipping_category: Short | None = None
    available_on: When | None = None
    taxons: str | None = None
    properties: str | None = None
    images: str | None = None


class VariantLine(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A variant, by its SKU. ``options`` reads ``Size: S; Color: Red``."""

    sku: Short
    product: Slug
    options: str | None = None
    track_inventory: bool | None = None
    weight: Decimal | None = None
    height: Decimal | None = None
    width: Decimal | None = None
    depth: Decimal | None = None
    cost_price: Decimal | None = None
    position: Count | None = None
    images: str | None = None


class PriceLine(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a variant or a product without options costs in one currency."""

    sku: Short
    currency: Currency | None = None
    amount: Decimal


class StockLine(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How many there are in a place; without one it is the shop's default."""

    sku: Short
    location: Short | None = None
    count_on_hand: Count
    backorderable: bool | None = None


class CustomerLine(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A customer, by the mail address, with a postal address if there is any.

    Further lines of one customer add further addresses.
    """

    email: Email
    firstname: Short | None = None
    lastname: Short | None = None
    address1: Short | None = None
    address2: Short | None = None
    city: Short | None = None
    zipcode: Short | None = None
    phone: Short | None = None
    company: Short | None = None
    country: Short | None = None
    state: Short | None = None


Line: TypeAlias = ProductLine | VariantLine | PriceLine | StockLine | CustomerLine

KINDS: Mapping[str, type[Line]] = {
    "products": ProductLine,
    "variants": VariantLine,
    "prices": PriceLine,
    "stock": StockLine,
    "customers": CustomerLine,
}
"""Every kind of file, and what its lines are."""


class NotALine(ValueError):
    """A line that says something impossible; the text says what, beginning with the column."""


def read(kind: type[Line], said: Mapping[str, Any]) -> Line:
    """Make a record of what a line says. Raises ``NotALine``."""
    given = {name: value for name, value in said.items() if value is not None and value != ""}
    unfit = next((n for n, v in given.items() if isinstance(v, str) and _UNFIT.search(v)), None)
    if unfit:
        raise NotALine(f"{unfit}: holds what is no text in UTF-8")
    try:
        return msgspec.convert(given, kind, strict=False)
    except msgspec.ValidationError as error:
        raise NotALine(_plainly(str(error))) from error


_PLAIN = {
    r"missing required field `(.+)`": r"\1: is missing",
    r"contains unknown field `(.+)`": r"\1: there is no such column",
    r"Expected `int.*": "must be a whole number",
    r"Expected `bool.*": "must be true or false",
    r".*never.*": "must be a time such as 2026-11-23T10:00:00Z, or never",
    r"Expected `str` of length >= 1.*": "is missing",
    r"Expected `str` of length <= (\d+).*": r"is too long (maximum is \1 characters)",
    r".*\^\[A-Z\]\{3\}.*": "must be three letters such as EUR",
    r".*\[a-z0-9_-\].*": "must be small letters, digits and hyphens",
    r".*@.*": "is no mail address",
    r"Expected `str` matching.*": "must be a number such as 12.50",
}


def _plainly(problem: str) -> str:
    """Say in a reader's words what msgspec found."""
    what, _, where = problem.partition(" - at `$.")
    what = what.removeprefix("Object ")
    column = f"{where.rstrip('`')}: " if where else ""
    for pattern, words in _PLAIN.items():
        if re.fullmatch(pattern, what):
            return column + re.sub(pattern, words, what)
    return column + what
