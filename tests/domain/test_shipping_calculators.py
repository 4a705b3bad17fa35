"""How a parcel is priced, and that every way to price one stands in the table."""

from pathlib import Path

import msgspec
import pytest

from ringup.domain.money import LARGEST
from ringup.domain.shipping import calculators
from ringup.domain.shipping.calculators import CALCULATORS
from ringup.domain.shipping.parcel import Content, Parcel
from tests.domain.builders import MAIN, a_line, a_variant


def a_parcel(quantity=1, price=10_00, weight=0):
    variant = a_variant(20, weight=weight)
    line = a_line(1, variant, quantity, price=price)
    return Parcel(MAIN, (Content(line, variant, quantity),))


def cost(name, settings, parcel, currency="USD"):
    return msgspec.convert(settings, CALCULATORS[name]).cost(parcel, currency)


def test_every_file_is_in_the_table():
    here = Path(calculators.__file__).parent
    files = {path.stem for path in here.glob("*.py")} - {"__init__"}
    assert files == set(CALCULATORS)


def test_a_flat_rate_is_one_amount_for_each_shipment():
    assert cost("flat_rate", {"amounts": {"USD": 5_00}}, a_parcel(7)) == 5_00


def test_per_item_counts_the_things():
    assert cost("per_item", {"amounts": {"USD": 1_50}}, a_parcel(7)) == 10_50


def test_a_percentage_is_of_what_the_things_cost_rounded_once():
    assert cost("percent_of_items", {"rate": 125_000}, a_parcel(3, 1_99)) == 75


@pytest.mark.parametrize(
    "price, expected", [(1_00, 5_00), (49_99, 5_00), (50_00, 0), (99_00, 0), (50, None)]
)
def test_tiers_by_item_total_begin_at_their_bound(price, expected):
    tiers = [{"at_least": 50_00, "amount": 0}, {"at_least": 1_00, "amount": 5_00}]
    assert cost("item_total_tiers", {"tiers": {"USD": tiers}}, a_parcel(1, price)) == expected


@pytest.mark.parametrize("weight, expected", [(0, 5_00), (500, 5_00), (501, 9_00), (1001, None)])
def test_tiers_by_weight_take_up_to_their_bound(weight, expected):
    tiers = [
        {"up_to": 2000, "amounts": {"USD": 9_00}},
        {"up_to": 1000, "amounts": {"USD": 5_00}},
    ]
    assert cost("weight_tiers", {"tiers": tiers}, a_parcel(2, weight=weight)) == expected


@pytest.mark.parametrize(
    "name, settings",
    [
        ("flat_rate", {"amounts": {"USD": 1}}),
        ("per_item", {"amounts": {"USD": 1}}),
        ("item_total_tiers", {"tiers": {"USD": [{"at_least": 0, "amount": 1}]}}),
        ("weight_tiers", {"tiers": [{"up_to": 1, "amounts": {"USD": 1}}]}),
    ],
)
def test_a_currency_without_an_amount_is_not_served(name, settings):
    assert cost(name, settings, a_parcel(), "USD") == 1
    assert cost(name, settings, a_parcel(), "EUR") is None


@pytest.mark.parametrize(
    "name, settings",
    [
        ("flat_rate", {}),
        ("flat_rate", {"amounts": {"USD": -1}}),
        ("flat_rate", {"amounts": {"USD": 4.99}}),
        ("flat_rate", {"amounts": {"USD": LARGEST}}),
        ("percent_of_items", {"rate": -1}),
        ("per_item", {"amounts": {"USD": 1}, "amount": 1}),
    ],
)
def test_settings_that_make_no_sense_are_refused_when_read(name, settings):
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(settings, CALCULATORS[name])
