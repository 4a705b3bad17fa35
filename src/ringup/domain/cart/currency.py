"""The currency an order is priced in."""

import msgspec

from ringup.domain.changes import SetCurrency
from ringup.domain.facts import Facts
from ringup.domain.order import LineItem, Order
from ringup.domain.payments.owed import without_open_payments
from ringup.domain.pricing.totals import counted_adjustments
from ringup.domain.problems import Invalid, Problem

replace = msgspec.structs.replace


def currency_set(order: Order, facts: Facts, change: SetCurrency) -> Order:
    """Price the order in another currency.

    Payments not yet made are taken back, for they were given in the old one. Raises ``Invalid``
    when the shop does not sell in it, when something in the cart has no price in it, and when an
    amount was set by hand, which has no counterpart.
    """
    currency = change.currency.strip().upper()
    if currency == order.currency:
        return order
    if currency not in facts.shop.store.supported_currencies:
        raise _unsupported("is not a currency of this shop")
    if any(adjustment.source == "manual" for adjustment in counted_adjustments(order)):
        raise _unsupported("cannot change: an amount was set by hand")
    lines = tuple(_in_currency(line, facts, currency) for line in order.line_items)
    return without_open_payments(replace(order, currency=currency, line_items=lines), facts)


def _in_currency(line: LineItem, facts: Facts, currency: str) -> LineItem:
    if line.price_fixed:
        raise _unsupported("cannot change: a price was set by hand")
    variant = facts.variants.get(line.variant_id)
    price = variant.prices.get(currency) if variant else None
    if price is None:
        name = variant.name if variant else line.variant_id
        raise _unsupported(f'cannot change: "{name}" is not sold in {currency}')
    return replace(line, price=price, updated_at=facts.now)


def _unsupported(message: str) -> Invalid:
    return Invalid(Problem("", "currency", "currency_unsupported", message))
