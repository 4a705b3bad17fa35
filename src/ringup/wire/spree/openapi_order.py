"""The order that the documentation shows: one tote to Maryland by Ground, 21.79, to be confirmed.

It is a real order, written by the same code as any other, so it can neither lack a field nor add
up wrongly.
"""

from datetime import UTC, datetime

from ringup.domain.facts import Facts, Shop, Store
from ringup.domain.geography import Country, State, Zone
from ringup.domain.methods import Calculator, PaymentMethod, ShippingMethod
from ringup.domain.order import (
    Address,
    Adjustment,
    Card,
    LineItem,
    Order,
    Payment,
    Shipment,
    ShipmentItem,
    ShippingRate,
    Totals,
    child_id,
)
from ringup.domain.stock import StockLevel, StockLocation
from ringup.domain.variants import Variant
from ringup.services.asking import OrderView
from ringup.services.ports.caller import Caller
from ringup.wire.spree.write.orders import order_record
from ringup.wire.spree.write.records import OrderRecord
from ringup.wire.spree.write.sent import sent_records
from ringup.wire.spree.write.shipment_records import SentRecord

AT = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
ORDER_ID = 1

_COUNTRY = Country(
    id=232, iso="US", iso3="USA", name="United States", iso_name="UNITED STATES", numcode=840
)
_STATE = State(id=1437, country_id=_COUNTRY.id, name="Maryland", abbr="MD")
_NORTH_AMERICA = Zone(id=1, name="North America", description="US, CA")
_GROUND = ShippingMethod(
    id=1,
    name="Ground",
    code="ground",
    zone_ids=frozenset({1}),
    shipping_category_ids=frozenset({1}),
    calculator=Calculator(name="flat_rate"),
)
_TOTE = Variant(
    id=1,
    product_id=1,
    name="Canvas Tote",
    sku="TOTE-01",
    slug="canvas-tote",
    description="Holds a week of groceries.",
    is_master=True,
    prices={"USD": 1599},
    weight=400,
    stock=(StockLevel(stock_location_id=1, count_on_hand=100_000),),
)
_SHOP = Shop(
    version=1,
    store=Store(
        id=1,
        name="Example Shop",
        code="example",
        url="https://shop.example",
        mail_from_address="shop@example.com",
        default_currency="USD",
        supported_currencies=("USD", "EUR"),
    ),
    countries={_COUNTRY.id: _COUNTRY},
    states={_STATE.id: _STATE},
    zones={1: _NORTH_AMERICA},
    shipping_methods={1: _GROUND},
    payment_methods={1: PaymentMethod(id=1, name="Credit Card", gateway="test")},
    stock_locations={1: StockLocation(id=1, name="Main", default=True)},
    shipping_categories={1: "Default"},
)


def _child(sequence: int) -> int:
    return child_id(ORDER_ID, sequence)


def _address(sequence: int) -> Address:
    return Address(
        id=_child(sequence),
        firstname="Ada",
        lastname="Lovelace",
        address1="1 Analytical Way",
        city="Bethesda",
        zipcode="20814",
        phone="3015550100",
        country_id=_COUNTRY.id,
        state_id=_STATE.id,
    )


_TAX = Adjustment(
    id=_child(4),
    source="tax_rate",
    source_id=1,
    label="Sales tax 5%",
    amount=80,
    created_at=AT,
    updated_at=AT,
)
_LINE = LineItem(
    id=_child(3),
    variant_id=1,
    quantity=1,
    price=1599,
    adjustments=(_TAX,),
    created_at=AT,
    updated_at=AT,
)
_SHIPMENT = Shipment(
    id=_child(5),
    stock_location_id=1,
    cost=500,
    rates=(
        ShippingRate(id=_child(6), shipping_method_id=1, name="Ground", cost=500, selected=True),
    ),
    items=(ShipmentItem(id=_child(7), line_item_id=_child(3), variant_id=1, quantity=1),),
    created_at=AT,
    updated_at=AT,
)
_PAYMENT = Payment(
    id=_child(8),
    payment_method_id=1,
    amount=2179,
    covers_rest=True,
    card=Card(brand="visa", last_digits="1111", month=12, year=2030, name="Ada Lovelace", token=""),
    created_at=AT,
    updated_at=AT,
)
ORDER = Order(
    id=ORDER_ID,
    store_id=1,
    state="confirm",
    email="ada@example.com",
    user_id=2,
    currency="USD",
    channel="spree",
    token_hash=b"",
    bill_address=_address(1),
    ship_address=_address(2),
    line_items=(_LINE,),
    shipments=(_SHIPMENT,),
    payments=(_PAYMENT,),
    totals=Totals(
        item_total=1599,
        ship_total=500,
        adjustment_total=80,
        additional_tax_total=80,
        total=2179,
    ),
    last_child=8,
    created_at=AT,
    updated_at=AT,
)
FACTS = Facts(now=AT, shop=_SHOP, variants={1: _TOTE})


def example_order() -> OrderRecord:
    """Write the order as its own buyer sees it."""
    return order_record(_view(), {}, "en")


def example_shipment() -> SentRecord:
    """Write the order's shipment by itself."""
    [shipment] = sent_records(_view(), ORDER.shipments, {}, "en")
    return shipment


def _view() -> OrderView:
    return OrderView(order=ORDER, facts=FACTS, caller=Caller(user_id=2))
