"""Rules and actions as plug-ins: all in their tables, loaded once, and cheap in number."""

import json
from pathlib import Path

import msgspec
import pytest

from ringup.domain.methods import Calculator
from ringup.domain.pricing.reprice import reprice
from ringup.domain.promotions import actions, rules
from ringup.domain.promotions.actions import ACTIONS, AmountOffLines, BuyXGetY, PercentOffLines
from ringup.domain.promotions.loading import NotAPlugin, action_from, rule_from
from ringup.domain.promotions.matching import Matching
from ringup.domain.promotions.rules import RULES, ItemTotal, Quantity
from tests.domain.builders import TEE_M, TOTE, a_promotion, an_order, demo_shop, facts_of


def files_of(package):
    return {path.stem for path in Path(package.__file__).parent.glob("*.py")} - {"__init__"}


@pytest.mark.parametrize("package,table", [(rules, RULES), (actions, ACTIONS)])
def test_every_file_is_a_row_of_its_table_and_every_row_a_file(package, table):
    assert files_of(package) == set(table)
    for name, kind in table.items():
        assert kind.__module__ == f"{package.__name__}.{name}"
        assert kind.__name__ == "".join(word.capitalize() for word in name.split("_"))


@pytest.mark.parametrize("kind", [*RULES.values(), *ACTIONS.values()])
def test_every_plugin_is_a_documented_record_that_knows_its_settings(kind):
    assert issubclass(kind, msgspec.Struct)
    assert kind.__doc__
    assert kind.__struct_config__.frozen
    assert kind.__struct_config__.forbid_unknown_fields


@pytest.mark.parametrize(
    "make,name,settings,expected",
    [
        (
            rule_from,
            "item_total",
            '{"minimum": {"USD": 5000}}',
            ItemTotal(minimum={"USD": 50_00}),
        ),
        (
            rule_from,
            "quantity",
            '{"minimum": 3, "matching": {"product_ids": [2]}}',
            Quantity(minimum=3, matching=Matching(product_ids=frozenset({2}))),
        ),
        (action_from, "percent_off_lines", '{"rate": 100000}', PercentOffLines(rate=100_000)),
        (
            action_from,
            "amount_off_lines",
            '{"amounts": {"JPY": 200}, "per": "line"}',
            AmountOffLines(amounts={"JPY": 200}, per="line"),
        ),
        (action_from, "buy_x_get_y", '{"buy": 2, "get": 1}', BuyXGetY(buy=2, get=1)),
    ],
)
def test_a_plugin_comes_to_life_from_its_stored_settings_and_can_be_stored_again(
    make, name, settings, expected
):
    ready = make(Calculator(name=name, settings=json.loads(settings)))
    assert ready == expected
    written = json.loads(msgspec.json.encode(ready))
    assert make(Calculator(name=name, settings=written)) == ready


@pytest.mark.parametrize(
    "make,name,settings,complaint",
    [
        (rule_from, "weather", {}, "'weather' is none of: country, first_order"),
        (action_from, "item_total", {}, "'item_total' is none of"),
        (rule_from, "item_total", {"minimum": {"USD": 1.5}}, r"settings of 'item_total'.*int"),
        (rule_from, "item_total", {"least": {}}, "unknown field `least`"),
        (rule_from, "quantity", {"minimum": 0}, ">= 1"),
        (rule_from, "user", {}, "missing required field `user_ids`"),
        (action_from, "percent_off_order", {"rate": 1_000_001}, "<= 1000000"),
        (action_from, "percent_off_lines", {"rate": 0}, ">= 1"),
        (action_from, "amount_off_order", {"amounts": {"USD": 0}}, ">= 1"),
    ],
)
def test_what_does_not_fit_is_refused_with_the_reason(make, name, settings, complaint):
    with pytest.raises(NotAPlugin, match=complaint):
        make(Calculator(name=name, settings=settings))


class OnATuesday(msgspec.Struct, frozen=True):
    """A third party's rule."""

    weekday: int = 1

    def holds(self, _order, facts, _promotion):
        return facts.now.weekday() == self.weekday

    def refusal(self, _order):
        return "Come back on Tuesday."


def test_a_third_partys_rule_is_a_row_in_the_same_table(monkeypatch):
    monkeypatch.setitem(RULES, "on_a_tuesday", OnATuesday)
    monday = rule_from(Calculator(name="on_a_tuesday", settings={"weekday": 0}))
    promotion = a_promotion(9, PercentOffLines(rate=500_000), rules=[monday])
    assert reprice(an_order(TOTE), facts_of(demo_shop(promotion))).totals.promo_total == -8_00


class Counted:
    """A rule that counts how often it is asked."""

    def __init__(self):
        self.asked = 0

    def holds(self, *_):
        self.asked += 1
        return True

    def refusal(self, _order):
        return ""


def test_a_thousand_promotions_are_asked_once_each_and_leave_one_discount_a_line():
    counted = Counted()
    many = [
        a_promotion(number, PercentOffLines(rate=number), rules=[counted])
        for number in range(100, 1100)
    ]
    priced = reprice(an_order(TOTE, TEE_M), facts_of(demo_shop(*many)))
    assert counted.asked == 1000
    assert [len(line.adjustments) for line in priced.line_items] == [1, 1]
    assert priced.line_items[0].adjustments[0].amount == -2


def test_a_thousand_codes_that_nobody_entered_are_not_even_asked():
    counted = Counted()
    many = [
        a_promotion(number, PercentOffLines(rate=number), rules=[counted], code=f"C{number}")
        for number in range(100, 1100)
    ]
    reprice(an_order(TOTE), facts_of(demo_shop(*many)))
    assert counted.asked == 0
