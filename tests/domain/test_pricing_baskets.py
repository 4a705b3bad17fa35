"""What whole baskets cost: discounts, taxes, currencies and parcels together, to the last unit.

Every basket is reckoned twice, by the program and by a paper till (``till.py``); for many the
total was also worked out by hand and stands beside the basket.
"""

from decimal import Decimal
from itertools import product

import pytest

from ringup.domain.facts import Action
from ringup.domain.money import decimal_text, parsed
from ringup.domain.pricing.reprice import reprice
from ringup.domain.promotions.actions import (
    AmountOffLines,
    AmountOffOrder,
    FreeShipping,
    PercentOffLines,
    PercentOffOrder,
)
from tests.domain.builders import (
    a_promotion,
    a_shop,
    a_tax_rate,
    a_variant,
    a_zone,
    an_address,
    an_order,
    facts_of,
    state_ids,
)
from tests.domain.till import Basket, Receipt, Tax, receipt

TAXES = {
    "US": (Tax("5"),),
    "NY": (Tax("8.875"),),
    "CA": (Tax("5"), Tax("7")),
    "DE": (Tax("20", included=True),),
    "JP": (Tax("10", included=True),),
    "KW": (Tax("5"),),
    "GB": (),
    "FR": (Tax("20", included=True), Tax("2.5", included=True)),
}
ADDRESSES = {place: an_address(*{"NY": ("US", "NY")}.get(place, (place,))) for place in TAXES}
ZONES = {
    number: a_zone(number, place)
    if place != "NY"
    else a_zone(number, state_ids=state_ids(("US", "NY")))
    for number, place in enumerate(TAXES, start=1)
}
RATES = tuple(
    a_tax_rate(
        zone * 10 + position,
        zone,
        int(Decimal(tax.percent) * 10_000),
        included_in_price=tax.included,
    )
    for zone, taxes in enumerate(TAXES.values(), start=1)
    for position, tax in enumerate(taxes)
)


def rung_up(place, basket):
    """Let the program price the basket, and write its totals as the till would."""
    variants = [
        a_variant(number, prices={basket.currency: parsed(price, basket.currency)})
        for number, (price, _) in enumerate(basket.goods, start=1)
    ]
    counts = [count for _, count in basket.goods]
    order = an_order(
        *zip(variants, counts, strict=True),
        currency=basket.currency,
        shipping=[parsed(cost, basket.currency) for cost in basket.shipping],
        ship_address=ADDRESSES[place],
    )
    shop = a_shop(promotions_of(basket), zones=ZONES, tax_rates=RATES)
    totals = reprice(order, facts_of(shop, *variants)).totals
    return Receipt(
        *(
            Decimal(decimal_text(amount, basket.currency))
            for amount in (
                totals.item_total,
                totals.ship_total,
                -totals.promo_total,
                totals.included_tax_total,
                totals.additional_tax_total,
                totals.total,
            )
        )
    )


def promotions_of(basket):
    actions: list[Action] = []
    match basket.line_off:
        case ("percent", percent):
            actions.append(PercentOffLines(rate=int(percent) * 10_000))
        case (("each" | "line") as per, amount):
            off = {basket.currency: parsed(amount, basket.currency)}
            actions.append(AmountOffLines(amounts=off, per="unit" if per == "each" else "line"))
    match basket.order_off:
        case ("percent", percent):
            actions.append(PercentOffOrder(rate=int(percent) * 10_000))
        case ("amount", amount):
            off = {basket.currency: parsed(amount, basket.currency)}
            actions.append(AmountOffOrder(amounts=off))
    if basket.free_shipping:
        actions.append(FreeShipping())
    return [a_promotion(number, action) for number, action in enumerate(actions, start=1)]


TEN = ("percent", "10")
BY_HAND = [
    # One tote: 0.7995 of tax.
    ("US", Basket("USD", (("15.99", 1),), shipping=("5",)), "21.79"),
    # 47.97 × 8.875 % = 4.257…
    ("NY", Basket("USD", (("15.99", 3),), shipping=("10",)), "62.23"),
    # Two taxes on one base: 5.00 and 7.00.
    ("CA", Basket("USD", (("100", 1),), shipping=("12.50",)), "124.5"),
    # Ten off 60 and 40: taxed on 54 and 36; 2.70 + 1.80 and 3.78 + 2.52.
    ("CA", Basket("USD", (("60", 1), ("40", 1)), order_off=("amount", "10")), "100.8"),
    # Tax contained in yen: 3,000 ÷ 11 = 272.7…
    ("JP", Basket("JPY", (("1500", 2),), shipping=("500",)), "3500"),
    # 99.9 yen off is 100 yen off.
    ("JP", Basket("JPY", (("999", 1),), line_off=TEN), "899"),
    # 3.702 × 5 % = 0.1851.
    ("KW", Basket("KWD", (("1.234", 3),), shipping=("1.500",)), "5.387"),
    # 3.702 − 0.370 = 3.332; tax 0.1666.
    ("KW", Basket("KWD", (("1.234", 3),), shipping=("1.500",), line_off=TEN), "4.999"),
    # 49.98 − 7.50 (7.497) = 42.48, of which 7.08 is tax.
    ("DE", Basket("EUR", (("24.99", 2),), shipping=("9",), order_off=("percent", "15")), "51.48"),
    # Two parcels, both free; 12.00 + 4.45 of tax.
    (
        "US",
        Basket("USD", (("240", 1), ("89", 1)), shipping=("5", "7.50"), free_shipping=True),
        "345.45",
    ),
    # More off than there is: only the parcel is paid.
    ("US", Basket("USD", (("9", 1),), shipping=("5",), order_off=("amount", "50")), "5"),
    # Three mugs, 2.00 off each: 35.97; tax 1.7985.
    ("US", Basket("USD", (("13.99", 3),), shipping=("5",), line_off=("each", "2")), "42.77"),
    # Nobody taxes Britain here.
    ("GB", Basket("EUR", (("10", 1),)), "10"),
    # 18 + 27, then 5 off (2 and 3): taxed on 16 and 24.
    ("US", Basket("USD", (("20", 1), ("30", 1)), line_off=TEN, order_off=("amount", "5")), "42"),
    # Half a cent of tax is a cent.
    ("US", Basket("USD", (("0.10", 1),)), "0.11"),
    # A cent off three lines comes off the middle one; 0.05 of tax on each.
    ("US", Basket("USD", (("1", 1), ("1", 1), ("1", 1)), order_off=("amount", "0.01")), "3.14"),
    # Two contained taxes share the net price of 100.00: the buyer pays what it says.
    ("FR", Basket("EUR", (("122.50", 1),)), "122.5"),
]


@pytest.mark.parametrize("place,basket,total", BY_HAND)
def test_a_basket_costs_what_was_worked_out_by_hand(place, basket, total):
    assert rung_up(place, basket).total == Decimal(total)


@pytest.mark.parametrize("place,basket,total", BY_HAND)
def test_the_till_agrees_with_what_was_worked_out_by_hand(place, basket, total):
    assert receipt(basket._replace(taxes=TAXES[place])).total == Decimal(total)


def test_two_contained_taxes_are_taken_of_one_net_price():
    assert rung_up("FR", Basket("EUR", (("122.50", 1),))).tax_included == Decimal("22.50")


GOODS = {
    "USD": [("15.99", 1), ("13.99", 3), ("0.07", 7)],
    "EUR": [("14.99", 2), ("18.99", 1), ("0.01", 1)],
    "JPY": [("1499", 2), ("333", 3), ("1", 1)],
    "KWD": [("4.875", 1), ("0.333", 5), ("0.001", 1)],
}
SHIPPING = {"USD": ("5", "7.50"), "EUR": ("9",), "JPY": ("500", "750"), "KWD": ("1.250",)}
HOMES = {"USD": ("US", "NY", "CA"), "EUR": ("DE", "FR", "GB"), "JPY": ("JP",), "KWD": ("KW",)}
SMALL = {"USD": "0.99", "EUR": "1.01", "JPY": "77", "KWD": "0.125"}

COMBINED = [
    (place, currency, line_off, order_off, free)
    for currency, places in HOMES.items()
    for place, line_off, order_off, free in product(
        places,
        (None, ("percent", "10"), ("percent", "33"), ("each", SMALL[currency])),
        (None, ("percent", "15"), ("amount", SMALL[currency])),
        (False, True),
    )
]


@pytest.mark.parametrize("place,currency,line_off,order_off,free", COMBINED)
def test_the_program_and_the_till_print_one_receipt(place, currency, line_off, order_off, free):
    basket = Basket(
        currency,
        tuple(GOODS[currency]),
        shipping=SHIPPING[currency],
        line_off=line_off,
        order_off=order_off,
        free_shipping=free,
    )
    assert rung_up(place, basket) == receipt(basket._replace(taxes=TAXES[place]))
