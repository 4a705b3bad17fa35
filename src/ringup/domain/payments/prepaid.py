"""Money that the buyer already has with the shop: what is on gift cards, and store credit.

It is taken before anything else, and settled in the shop's own database, in the transaction that
places the order.
"""

from ringup.domain.facts import Facts
from ringup.domain.methods import PaymentMethod
from ringup.domain.money import Minor
from ringup.domain.order import Order, Payment

GIFT_CARDS, CREDIT, ALL_ELSE = range(3)
"""In which order payments are taken: a gift card, then store credit, then what has to be asked."""


def method_of(payment: Payment, facts: Facts) -> PaymentMethod | None:
    """Find the payment's method, if the shop still has it."""
    return facts.shop.payment_methods.get(payment.payment_method_id)


def turn_of(method: PaymentMethod | None) -> int:
    """Tell when payments by a method have their turn."""
    if method is None:
        return ALL_ELSE
    return GIFT_CARDS if method.spends_gift_card else CREDIT if method.spends_credit else ALL_ELSE


def turn(payment: Payment, facts: Facts) -> int:
    """Tell when a payment has its turn."""
    return turn_of(method_of(payment, facts))


def is_prepaid(payment: Payment, facts: Facts) -> bool:
    """Tell whether the payment's money is the shop's own promise to the buyer."""
    return turn(payment, facts) < ALL_ELSE


def spends_credit(payment: Payment, facts: Facts) -> bool:
    """Tell whether the payment is by store credit."""
    return turn(payment, facts) == CREDIT


def credit_available(facts: Facts) -> Minor:
    """Tell how much store credit the order's owner can spend, in the order's currency."""
    return facts.buyer.store_credit if facts.buyer else 0


def left_on_gift_card(payment: Payment, order: Order, facts: Facts) -> Minor:
    """Tell how much the gift card of a payment can pay of the order."""
    card = facts.gift_cards.get(payment.gift_card_id or 0)
    return card.pays(order.currency, facts.now) if card else 0


def reaches(payment: Payment, order: Order, facts: Facts, left: Minor) -> Minor:
    """Tell how much of what is left to pay a payment can cover."""
    match turn(payment, facts):
        case 0:
            most = left_on_gift_card(payment, order, facts)
        case 1:
            most = credit_available(facts)
        case _:
            most = left
    return max(min(left, most), 0)
