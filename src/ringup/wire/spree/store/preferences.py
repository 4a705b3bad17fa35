"""Spree's calculators, rules and actions, whose preferences become settings of our plug-ins.

Spree writes ``preferred_amount`` or, within ``preferences``, ``amount``; amounts as decimals of one
currency, percentages as numbers. What cannot be read is handed on as it is, for the plug-in's own
settings to refuse by name.
"""

from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any, TypeAlias

from ringup.domain.money import NotAnAmount, parsed
from ringup.web.nesting import Parameters

Preferences: TypeAlias = Mapping[str, Any]

MILLIONTHS_IN_A_PERCENT = 10_000


def in_our_words(given: Parameters) -> Parameters:
    """Translate an object whose ``type`` is one of ``PLUGINS``."""
    name, settings = PLUGINS[given["type"]](_preferences(given))
    kept: Parameters = {key: given[key] for key in ("id", "_destroy") if key in given}
    return {**kept, "type": name, "settings": {**settings, **_settings(given)}}


def _settings(given: Parameters) -> Parameters:
    settings = given.get("settings")
    return settings if isinstance(settings, dict) else {}


def _preferences(given: Parameters) -> Preferences:
    nested = given.get("preferences")
    found = dict(nested) if isinstance(nested, dict) else {}
    for name, value in given.items():
        found[name.removeprefix("preferred_")] = value
    return found


def _minor(value: object, currency: str) -> object:
    try:
        return parsed(format(value, "f") if isinstance(value, Decimal) else str(value), currency)
    except NotAnAmount:
        return value


def _rate(value: object) -> object:
    try:
        return int(Decimal(str(value)) * MILLIONTHS_IN_A_PERCENT)
    except (InvalidOperation, ValueError, OverflowError):
        return value


def _currency(told: Preferences) -> str:
    return str(told.get("currency") or "USD").upper()[:3]


def _amounts(told: Preferences, name: str) -> Parameters:
    currency = _currency(told)
    return {currency: _minor(told[name], currency)} if name in told else {}


def _flat_rate(told: Preferences) -> tuple[str, Parameters]:
    return "flat_rate", {"amounts": _amounts(told, "amount")}


def _per_item(told: Preferences) -> tuple[str, Parameters]:
    return "per_item", {"amounts": _amounts(told, "amount")}


def _percent_of_items(told: Preferences) -> tuple[str, Parameters]:
    return "percent_of_items", {"rate": _rate(told.get("flat_percent"))}


def _price_sack(told: Preferences) -> tuple[str, Parameters]:
    """One amount below a sum of items, another from there on."""
    currency = _currency(told)
    below, above = (_minor(told.get(n), currency) for n in ("normal_amount", "discount_amount"))
    tiers = [
        {"at_least": 0, "amount": below},
        {"at_least": _minor(told.get("minimal_amount"), currency), "amount": above},
    ]
    return "item_total_tiers", {"tiers": {currency: tiers}}


def _tax_rate(told: Preferences) -> tuple[str, Parameters]:
    del told
    return "rate", {}


def _item_total(told: Preferences) -> tuple[str, Parameters]:
    bounds = {"minimum": _amounts(told, "amount_min"), "maximum": _amounts(told, "amount_max")}
    return "item_total", {name: bound for name, bound in bounds.items() if bound}


def _ids(told: Preferences, *names: str) -> Any:  # noqa: ANN401 - whatever JSON holds
    given = next((told[name] for name in names if name in told), None)
    return given.split(",") if isinstance(given, str) else given


def _product(told: Preferences) -> tuple[str, Parameters]:
    ids = _ids(told, "product_ids", "product_ids_string")
    return "product", {"product_ids": ids, "match": told.get("match_policy") or "any"}


def _user(told: Preferences) -> tuple[str, Parameters]:
    return "user", {"user_ids": _ids(told, "user_ids", "user_ids_string")}


def _country(told: Preferences) -> tuple[str, Parameters]:
    country = told.get("country_id")
    return "country", {"country_ids": [] if country is None else [country]}


def _first_order(told: Preferences) -> tuple[str, Parameters]:
    del told
    return "first_order", {}


def _one_use(told: Preferences) -> tuple[str, Parameters]:
    del told
    return "one_per_customer", {}


def _free_shipping(told: Preferences) -> tuple[str, Parameters]:
    del told
    return "free_shipping", {}


def _off_order(told: Preferences) -> tuple[str, Parameters]:
    calculator = _calculator(told)
    if "flat_percent" in calculator or "percent" in calculator:
        return "percent_off_order", {"rate": _percent(calculator)}
    return "amount_off_order", {"amounts": _amounts(calculator, "amount")}


def _off_lines(told: Preferences) -> tuple[str, Parameters]:
    calculator = _calculator(told)
    if "flat_percent" in calculator or "percent" in calculator:
        return "percent_off_lines", {"rate": _percent(calculator)}
    return "amount_off_lines", {"amounts": _amounts(calculator, "amount"), "per": "line"}


def _percent(calculator: Preferences) -> object:
    return _rate(calculator.get("percent", calculator.get("flat_percent")))


def _calculator(told: Preferences) -> Preferences:
    inner = told.get("calculator")
    return _preferences(inner) if isinstance(inner, dict) else told


PLUGINS: Mapping[object, Callable[[Preferences], tuple[str, Parameters]]] = {
    "Spree::Calculator::DefaultTax": _tax_rate,
    "Spree::Calculator::Shipping::DigitalDelivery": _flat_rate,
    "Spree::Calculator::Shipping::FlatPercentItemTotal": _percent_of_items,
    "Spree::Calculator::Shipping::FlatRate": _flat_rate,
    "Spree::Calculator::Shipping::PerItem": _per_item,
    "Spree::Calculator::Shipping::PriceSack": _price_sack,
    "Spree::Promotion::Actions::CreateAdjustment": _off_order,
    "Spree::Promotion::Actions::CreateItemAdjustments": _off_lines,
    "Spree::Promotion::Actions::FreeShipping": _free_shipping,
    "Spree::Promotion::Rules::Country": _country,
    "Spree::Promotion::Rules::FirstOrder": _first_order,
    "Spree::Promotion::Rules::ItemTotal": _item_total,
    "Spree::Promotion::Rules::OneUsePerUser": _one_use,
    "Spree::Promotion::Rules::Product": _product,
    "Spree::Promotion::Rules::User": _user,
}
"""Spree's names, and how each goes by here."""
