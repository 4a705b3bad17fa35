"""How the demo store works: who calls, where it ships, what it taxes, and how one can pay."""

from collections.abc import Mapping

import msgspec

from ringup.domain.money import Millionths, Minor
from ringup.founding.people import User
from ringup.founding.shop import NewShop


class ZoneOf(msgspec.Struct, frozen=True, kw_only=True):
    """A zone of whole countries, by their two letters."""

    name: str
    description: str
    countries: tuple[str, ...]


class Tax(msgspec.Struct, frozen=True, kw_only=True):
    """A tax on everything in a zone."""

    name: str
    zone: str
    rate: Millionths
    contained: bool = False


class Delivery(msgspec.Struct, frozen=True, kw_only=True):
    """A shipping method at one price per shipment, the same number in each currency."""

    name: str
    code: str
    zone: str
    price: Minor


class Paying(msgspec.Struct, frozen=True, kw_only=True):
    """A payment method."""

    name: str
    description: str
    gateway: str


SHOP = NewShop(
    name="Ringup Demo Store",
    code="demo",
    url="http://127.0.0.1:8000",
    mail="store@example.com",
    currencies=("USD", "EUR"),
)
SHIPPING_CATEGORY = "Default"
TAX_CATEGORY = "Standard"
LOCATIONS = ("Main", "West")
"""The first one is the default."""

USERS = (
    User(email="admin@example.com", api_key="demo-admin-key", admin=True),
    User(email="ada@example.com", api_key="demo-customer-key"),
    User(email="grace@example.com", api_key="demo-other-key"),
)
STORE_CREDITS: Mapping[str, Minor] = {"ada@example.com": 50_00}
"""What users have with the shop, by mail address."""

NORTH_AMERICA = ZoneOf(
    name="North America", description="United States and Canada", countries=("US", "CA")
)
EUROPEAN_UNION = ZoneOf(
    name="European Union",
    description="Its 27 members",
    countries=(
        *("AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES"),
        *("FI", "FR", "GR", "HR", "HU", "IE", "IT", "LT", "LU"),
        *("LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK"),
    ),
)
ZONES = (NORTH_AMERICA, EUROPEAN_UNION)

TAXES = (
    Tax(name="Sales tax", zone="North America", rate=50_000),
    Tax(name="VAT", zone="European Union", rate=200_000, contained=True),
)

DELIVERIES = (
    Delivery(name="Ground", code="ground", zone="North America", price=5_00),
    Delivery(name="Two Day", code="two-day", zone="North America", price=10_00),
    Delivery(name="Overnight", code="overnight", zone="North America", price=15_00),
    Delivery(name="EU Standard", code="eu-standard", zone="European Union", price=9_00),
)

PAYINGS = (
    Paying(name="Credit Card", description="Visa, Mastercard, American Express", gateway="test"),
    Paying(name="Check", description="Send us a check", gateway="manual"),
    Paying(name="Store Credit", description="What you have with us", gateway="store_credit"),
)
