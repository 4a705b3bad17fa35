"""Writes what an admin sets: ways to send and to pay, taxes, promotions, stores."""

from ringup.domain.facts import Store, TaxRate
from ringup.domain.methods import Calculator, PaymentMethod, ShippingMethod
from ringup.domain.money import WHOLE, Millionths
from ringup.domain.returning import ReturnReason
from ringup.services.shelves import ShippingCategory, StoredPlugin, StoredPromotion, TaxCategory
from ringup.wire.spree.store.records import (
    CalculatedMethodRecord,
    PluginRecord,
    PromotionRecord,
    ReturnReasonRecord,
    ShippingCategoryRecord,
    StoreRecord,
    TaxCategoryRecord,
    TaxRateRecord,
)
from ringup.wire.spree.store.writing.ink import Ink, calculator, some
from ringup.wire.spree.write.pen import moment_or_none
from ringup.wire.spree.write.records import CategoryNameRecord, PaymentMethodRecord, ZoneNameRecord


def shipping_method(found: ShippingMethod, ink: Ink) -> CalculatedMethodRecord:
    """Write a shipping method with its zones and categories."""
    zones = (ink.shop.zones.get(each) for each in sorted(found.zone_ids))
    return CalculatedMethodRecord(
        id=found.id,
        code=found.code,
        name=found.name,
        zones=[
            ZoneNameRecord(id=each.id, name=each.name, description=each.description)
            for each in zones
            if each is not None
        ],
        shipping_categories=[
            CategoryNameRecord(id=each, name=ink.shop.shipping_categories[each])
            for each in sorted(found.shipping_category_ids)
            if each in ink.shop.shipping_categories
        ],
        calculator=calculator(found.calculator, ink),
        store_ids=some(found.store_ids),
    )


def shipping_category(found: ShippingCategory, ink: Ink) -> ShippingCategoryRecord:
    """Write a shipping category."""
    del ink
    return ShippingCategoryRecord(id=found.id, name=found.name)


def return_reason(found: ReturnReason, ink: Ink) -> ReturnReasonRecord:
    """Write a reason for which things come back."""
    del ink
    rate = _rate_text(found.restocking_fee_rate)
    return ReturnReasonRecord(id=found.id, name=found.name, restocking_fee_rate=rate)


def payment_method(found: PaymentMethod, ink: Ink) -> PaymentMethodRecord:
    """Write a way to pay; one whose gateway is not installed goes by the gateway's name."""
    gateway = ink.gateways.get(found.gateway)
    return PaymentMethodRecord(
        id=found.id,
        name=found.name,
        description=found.description,
        method_type=gateway.method_type if gateway else found.gateway,
        store_ids=some(found.store_ids),
    )


def tax_category(found: TaxCategory, ink: Ink) -> TaxCategoryRecord:
    """Write a tax category."""
    del ink
    return TaxCategoryRecord(
        id=found.id,
        name=found.name,
        description=found.description,
        tax_code=found.tax_code,
        is_default=found.default,
    )


def tax_rate(found: TaxRate, ink: Ink) -> TaxRateRecord:
    """Write a tax rate."""
    return TaxRateRecord(
        id=found.id,
        name=found.name,
        amount=_rate_text(found.rate),
        zone_id=found.zone_id,
        tax_category_id=found.tax_category_id,
        included_in_price=found.included_in_price,
        show_rate_in_label=found.show_rate_in_label,
        calculator=calculator(Calculator(name=found.calculator, settings=found.settings), ink),
    )


def _rate_text(rate: Millionths) -> str:
    """Write a rate as a share of one: ``0.05`` is 5 %."""
    whole, fraction = divmod(rate, WHOLE)
    return f"{whole}.{f'{fraction:06d}'.rstrip('0') or '0'}"


def store(found: Store, ink: Ink) -> StoreRecord:
    """Write the shop itself."""
    del ink
    return StoreRecord(
        id=found.id,
        name=found.name,
        url=found.url,
        code=found.code,
        mail_from_address=found.mail_from_address,
        default_currency=found.default_currency,
        supported_currencies=",".join(found.supported_currencies),
        default_locale=found.default_locale,
        supported_locales=found.default_locale,
        default=found.is_default,
        zone_ids=some(found.zone_ids),
    )


def promotion(found: StoredPromotion, ink: Ink) -> PromotionRecord:
    """Write a promotion."""
    del ink
    return PromotionRecord(
        id=found.id,
        name=found.name,
        description=found.description,
        expires_at=moment_or_none(found.expires_at),
        starts_at=moment_or_none(found.starts_at),
        usage_limit=found.usage_limit,
        match_policy=found.match,
        code=found.code,
        advertise=found.advertise,
        promotion_rules=[_plugin(each) for each in found.rules],
        promotion_actions=[_plugin(each) for each in found.actions],
    )


def _plugin(found: StoredPlugin) -> PluginRecord:
    return PluginRecord(id=found.id, type=found.name, settings=dict(found.settings))
