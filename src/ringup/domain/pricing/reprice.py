"""What an order costs, in one order of work: bare, promotions, taxes, sums.

Promotions come before taxes because tax is due on what is paid. Everything is computed afresh from
the lines each time; nothing is cached, so nothing can be out of date.
"""

from ringup.domain.facts import Facts
from ringup.domain.order import Order
from ringup.domain.pricing.agreed import as_agreed, remembered
from ringup.domain.pricing.agreed_taxes import taxed_as_agreed
from ringup.domain.pricing.bare import bare
from ringup.domain.pricing.identity import identified
from ringup.domain.pricing.tax import taxed
from ringup.domain.pricing.totals import totalled
from ringup.domain.promotions.promote import promoted


def reprice(order: Order, facts: Facts) -> Order:
    """Price the order at today's prices, promotions and taxes.

    To reprice twice is to reprice once. Adjustments made by hand or locked survive, and one that
    did not change keeps its id and times. An order that was placed keeps the prices it was placed
    at; it is given back as it is, and so is one whose prices have not moved.
    """
    if order.is_complete:
        return order
    due = taxed(promoted(totalled(bare(order, facts)), facts), facts)
    return _named(due, order, facts)


def reprice_placed(before: Order, after: Order, facts: Facts) -> Order:
    """Price a placed order that holds something else now: ``after`` what it was ``before``.

    Its lines keep their prices, its discounts are those of the promotions it had, as far as their
    rules still hold, and so are its taxes (``pricing.agreed_taxes``).
    """
    then = as_agreed(before, facts)
    due = taxed_as_agreed(before, promoted(totalled(bare(after, then)), then), then)
    return _named(remembered(due, then), after, facts)


def _named(due: Order, before: Order, facts: Facts) -> Order:
    repriced = totalled(identified(due, before=before, now=facts.now))
    return before if repriced == before else repriced
