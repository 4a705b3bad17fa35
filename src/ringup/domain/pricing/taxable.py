"""What a tax is worked out from: the record that pricing makes and tax calculators read."""

import msgspec

from ringup.domain.facts import Facts
from ringup.domain.money import Millionths, Minor
from ringup.domain.order import Address, LineItem, Order


class Taxable(msgspec.Struct, frozen=True, kw_only=True):
    """One line of an order where it is taxed.

    ``paid`` is what is paid for it: less its discounts and its share of the order's.
    ``rates_included`` is the sum of all rates that the price contains. ``address`` is where the
    order is taxed, if anybody has said yet.
    """

    order: Order
    facts: Facts
    line: LineItem
    paid: Minor
    rates_included: Millionths = 0
    address: Address | None = None
