"""What taxes, ways to send and ways to pay are made of, and the stores themselves."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Annotated, Any, ClassVar

import msgspec

from ringup.domain.facts import Store
from ringup.domain.geography import Zone
from ringup.domain.money import WHOLE
from ringup.domain.pricing.calculators import TAX_CALCULATORS
from ringup.domain.problems import Problem
from ringup.domain.shipping.calculators import CALCULATORS
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
from ringup.services.editing.plugins import Misfit, Plugin, fitted, misfits
from ringup.services.shelves import ShippingCategory, TaxCategory

MOST_TAX = 10
"""A rate of 1,000 %, past which somebody has written a percentage for a share."""

PLAIN_RATE = Plugin(type="rate")


class TaxRateForm(Form, frozen=True, kw_only=True):
    """A tax on what is of one category and goes to one zone; an ``amount`` of 0.05 is 5 %."""

    name: Line
    amount: Decimal
    zone_id: Annotated[int, to(Zone)]
    tax_category_id: Annotated[int, to(TaxCategory)]
    included_in_price: bool = False
    show_rate_in_label: bool = True
    calculator: Plugin = PLAIN_RATE


def _rate_can_be(form: TaxRateForm, ground: Ground) -> Iterable[Problem]:
    del ground
    if not 0 <= form.amount <= MOST_TAX:
        yield Problem("", "amount", "out_of_range", f"must be a share from 0 to {MOST_TAX}")
    elif form.amount * WHOLE % 1:
        yield Problem("", "amount", "out_of_range", "has more than six decimals")


def _tax_calculator_fits(form: TaxRateForm, ground: Ground) -> Iterable[Problem]:
    del ground
    return misfits(form.calculator, TAX_CALCULATORS, "calculator")


TAX_RATE = Editable(form=TaxRateForm, rules=(_rate_can_be, _tax_calculator_fits))


class ShippingMethodForm(Form, frozen=True, kw_only=True):
    """A way to send parcels of some shipping categories into some zones, and what it costs."""

    name: Line
    calculator: Plugin
    zone_ids: tuple[Annotated[int, to(Zone)], ...]
    shipping_category_ids: tuple[Annotated[int, to(ShippingCategory)], ...]
    code: Line | None = None
    tracking_url: Line | None = None
    position: Count | None = None
    store_ids: tuple[Annotated[int, to(Store)], ...] = ()


def _shipping_calculator_fits(form: ShippingMethodForm, ground: Ground) -> Iterable[Problem]:
    del ground
    return misfits(form.calculator, CALCULATORS, "calculator")


SHIPPING_METHOD = Editable(form=ShippingMethodForm, rules=(_shipping_calculator_fits,))


class PaymentMethodForm(Form, frozen=True, kw_only=True):
    """A way to pay, by one of the gateways that are installed. Settings are never shown again."""

    spelled: ClassVar[Spellings] = {"gateway": ("type",), "settings": ("preferences",)}

    name: Line
    gateway: Line
    description: Prose | None = None
    auto_capture: bool = False
    active: bool = True
    settings: dict[str, Any] = msgspec.field(default_factory=dict)
    position: Count | None = None
    store_ids: tuple[Annotated[int, to(Store)], ...] = ()


def _gateway_is_installed(form: PaymentMethodForm, ground: Ground) -> Iterator[Problem]:
    gateway = ground.gateways.get(form.gateway)
    if gateway is None:
        text = f"must be one of: {', '.join(sorted(ground.gateways))}"
        yield Problem("", "gateway", "not_a_choice", text)
        return
    try:
        fitted(form.settings, getattr(gateway, "method_settings", dict[str, Any]))
    except Misfit as misfit:
        yield Problem("", "settings", "settings_invalid", f"do not fit: {misfit}")


PAYMENT_METHOD = Editable(form=PaymentMethodForm, rules=(_gateway_is_installed,))


class StoreForm(Form, frozen=True, kw_only=True):
    """One of the stores. ``supported_currencies`` are texts such as ``USD,EUR``.

    It ships to its zones, or everywhere if it has none.
    """

    spelled: ClassVar[Spellings] = {"is_default": ("default",)}

    name: Line
    code: Line
    url: Line
    mail_from_address: Line
    default_currency: Line
    supported_currencies: Line
    default_locale: Line = "en"
    is_default: bool = False
    zone_ids: tuple[Annotated[int, to(Zone)], ...] = ()


def currencies_in(text: str) -> tuple[str, ...]:
    """Read currencies separated by commas, in capital letters, each once."""
    codes = (code.strip().upper() for code in text.split(","))
    return tuple(dict.fromkeys(code for code in codes if code))


def _currencies_can_be(form: StoreForm, ground: Ground) -> Iterator[Problem]:
    del ground
    supported = currencies_in(form.supported_currencies)
    if wrong := [code for code in supported if not _is_code(code)]:
        text = f"must be codes of three letters, such as USD: {', '.join(wrong)}"
        yield Problem("", "supported_currencies", "currency_unsupported", text)
    if form.default_currency.strip().upper() not in supported:
        text = "must be one of the supported currencies"
        yield Problem("", "default_currency", "currency_unsupported", text)


def _is_code(code: str) -> bool:
    return len(code) == 3 and code.isascii() and code.isalpha()  # noqa: PLR2004 - as ISO 4217 has it


def _mail_can_be(form: StoreForm, ground: Ground) -> Iterator[Problem]:
    del ground
    name, at, domain = form.mail_from_address.partition("@")
    if not (name and at and "." in domain) or " " in form.mail_from_address.strip():
        yield Problem("", "mail_from_address", "email_invalid", "is not a mail address")


def _one_is_default(form: StoreForm, ground: Ground) -> Iterator[Problem]:
    before = ground.before
    if isinstance(before, StoreForm) and before.is_default and not form.is_default:
        text = "can only be given up to another store: make that the default"
        yield Problem("", "is_default", "default_needed", text)


STORE = Editable(
    form=StoreForm,
    rules=(_currencies_can_be, _mail_can_be, _one_is_default),
    unique=(("code",),),
    sole=("is_default",),
)
"""The first one is founded by ``ringup found``; one of them is the default."""
