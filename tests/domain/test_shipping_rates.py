"""Which methods take a parcel where it goes, the cheapest first."""

from msgspec.structs import replace

from ringup.domain.methods import Calculator
from ringup.domain.money import LARGEST
from ringup.domain.shipping.parcel import Content, Parcel
from ringup.domain.shipping.rates import methods_to, offered
from tests.domain.builders import (
    MAIN,
    NORTH_AMERICA,
    TOTE,
    a_line,
    a_shipping_method,
    a_variant,
    an_address,
    demo_shop,
)

HOME = an_address("US", "MD")


def a_parcel(variant=TOTE, quantity=1):
    return Parcel(MAIN, (Content(a_line(1, variant, quantity), variant, quantity),))


def offers(*methods, parcel=None, currency="USD"):
    found = offered(parcel or a_parcel(), methods, currency)
    return [(offer.method.name, offer.cost) for offer in found]


def names_to(address):
    return [method.name for method in methods_to(address, demo_shop())]


def test_methods_serve_the_zones_an_address_lies_in():
    assert names_to(HOME) == ["Ground", "Two Day", "Overnight"]
    assert names_to(an_address("DE")) == ["EU Standard"]
    assert names_to(an_address("JP")) == []


def test_the_cheapest_comes_first_then_the_name_decides():
    zone = NORTH_AMERICA
    methods = [
        a_shipping_method(1, "Swift", zone, 5_00),
        a_shipping_method(2, "Brisk", zone, 5_00),
        a_shipping_method(3, "Slow", zone, 1_00),
    ]
    assert offers(*methods) == [("Slow", 1_00), ("Brisk", 5_00), ("Swift", 5_00)]


def test_a_method_takes_a_parcel_only_with_all_its_shipping_categories():
    ground = a_shipping_method(1, "Ground", NORTH_AMERICA, 5_00)
    vase = a_variant(20, shipping_category_id=2)
    assert offers(ground, parcel=a_parcel(vase)) == []
    plain = a_variant(20, shipping_category_id=None)
    assert offers(ground, parcel=a_parcel(plain)) == [("Ground", 5_00)]


def test_a_method_without_an_amount_in_the_orders_currency_is_not_offered():
    ground = a_shipping_method(1, "Ground", NORTH_AMERICA, 5_00)
    assert offers(ground, currency="GBP") == []


def test_a_method_whose_plug_in_is_gone_is_not_offered():
    ground = a_shipping_method(1, "Ground", NORTH_AMERICA, 5_00)
    assert offers(replace(ground, calculator=Calculator(name="drones"))) == []


def test_what_no_amount_can_hold_is_not_offered():
    settings = {"amounts": {"USD": LARGEST // 10}}
    dear = a_shipping_method(1, "Ground", NORTH_AMERICA, 5_00)
    dear = replace(dear, calculator=Calculator(name="per_item", settings=settings))
    assert offers(dear, parcel=a_parcel(quantity=9)) == [("Ground", LARGEST // 10 * 9)]
    assert offers(dear, parcel=a_parcel(quantity=10)) == []
