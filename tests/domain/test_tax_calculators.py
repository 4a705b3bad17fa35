"""Taxes that are more than a share of what is paid."""

import pkgutil

import msgspec

from ringup.domain.pricing import calculators
from ringup.domain.pricing.calculators import TAX_CALCULATORS
from ringup.domain.pricing.reprice import reprice
from tests.domain.builders import a_shop, a_tax_rate, a_variant, a_zone, an_address, an_order
from tests.domain.builders import facts_of as facts_about

COUNTRY = 1
WATCH = a_variant(1, prices={"USD": 1_500_00})


class Above(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    free: int

    def tax(self, due, rate):
        return max(due.paid - self.free, 0) * rate.rate // 1_000_000


def test_every_calculator_is_in_the_table():
    assert {module.name for module in pkgutil.iter_modules(calculators.__path__)} == set(
        TAX_CALCULATORS
    )


def test_a_rate_is_worked_out_by_the_calculator_it_names(monkeypatch):
    monkeypatch.setitem(TAX_CALCULATORS, "above", Above)
    luxury = a_tax_rate(1, COUNTRY, 100_000, calculator="above", settings={"free": 1_000_00})
    shop = a_shop(zones={COUNTRY: a_zone(COUNTRY, "US")}, tax_rates=(luxury,))
    order = an_order(WATCH, ship_address=an_address("US", "MD"))
    priced = reprice(order, facts_about(shop, WATCH))
    assert priced.totals.additional_tax_total == 50_00
