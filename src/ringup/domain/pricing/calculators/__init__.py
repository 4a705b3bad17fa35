"""The ways to work out a tax, by the name they are stored under; one file each.

A calculator is a small frozen ``Struct`` whose fields are its settings, with one function ``tax``.
It follows from what it is given and nothing else: it is asked while an order is locked, and again
whenever that is priced, so it opens no file and no socket (see docs/decisions/).
"""

from typing import Protocol

from ringup.domain.facts import TaxRate
from ringup.domain.money import Minor
from ringup.domain.pricing.calculators.rate import Rate
from ringup.domain.pricing.taxable import Taxable


class TaxCalculator(Protocol):
    """Works out one tax on one line."""

    def tax(self, due: Taxable, rate: TaxRate, /) -> Minor:
        """Give the tax in minor units, rounded; zero where none is due."""
        ...


TAX_CALCULATORS: dict[str, type[TaxCalculator]] = {"rate": Rate}
"""Every calculator there is. A new one is a new file here and a new row in this table."""
