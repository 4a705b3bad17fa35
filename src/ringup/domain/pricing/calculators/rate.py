"""So much of what is paid, as the rate says: what nearly every tax is."""

import msgspec

from ringup.domain.facts import TaxRate
from ringup.domain.money import Minor, contained, portion
from ringup.domain.pricing.taxable import Taxable


class Rate(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The share that the rate is of what is paid, added to it or contained in it."""

    def tax(self, due: Taxable, rate: TaxRate) -> Minor:
        """Round once; several rates contained in one price share it."""
        if rate.included_in_price:
            return contained(due.paid, rate.rate, due.rates_included)
        return portion(due.paid, rate.rate)
