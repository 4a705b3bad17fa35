"""An order changes its currency whole, or not at all."""

import pytest
from msgspec.structs import replace

from ringup.domain.cart.currency import currency_set
from ringup.domain.changes import SetCurrency
from ringup.domain.problems import Invalid
from tests.domain.builders import MUG, TOTE, an_order
from tests.domain.walking import FACTS, by_hand_off, facts_with, standing_in


def refusal(order, currency, facts=FACTS):
    with pytest.raises(Invalid) as refused:
        currency_set(order, facts, SetCurrency(currency))
    (problem,) = refused.value.problems
    assert problem.field == "currency"
    return problem.code, problem.message


def test_every_line_gets_its_price_in_the_new_currency():
    order = currency_set(an_order(TOTE, (MUG, 2)), FACTS, SetCurrency(" eur "))
    assert order.currency == "EUR"
    assert [line.price for line in order.line_items] == [14_99, 12_99]


def test_the_currency_it_has_changes_nothing():
    order = standing_in("confirm")
    assert currency_set(order, FACTS, SetCurrency("USD")) is order


def test_payments_given_in_the_old_currency_are_taken_back():
    order = currency_set(standing_in("confirm"), FACTS, SetCurrency("EUR"))
    assert [payment.state for payment in order.payments] == ["invalid"]


def test_a_currency_the_shop_does_not_sell_in_is_refused():
    code, message = refusal(an_order(), "JPY")
    assert (code, message) == ("currency_unsupported", "is not a currency of this shop")


def test_a_thing_without_a_price_in_it_stands_in_the_way():
    facts = facts_with(replace(MUG, prices={"USD": 13_99}))
    message = 'cannot change: "Enamel Mug" is not sold in EUR'
    assert refusal(an_order(TOTE, MUG), "EUR", facts) == ("currency_unsupported", message)


def test_what_was_set_by_hand_has_no_counterpart():
    by_hand = an_order(TOTE)
    line = replace(by_hand.line_items[0], price_fixed=True)
    assert refusal(replace(by_hand, line_items=(line,)), "EUR")[0] == "currency_unsupported"
    sorry = by_hand_off(5_00)
    assert refusal(an_order(TOTE, adjustments=(sorry,)), "EUR")[0] == "currency_unsupported"
