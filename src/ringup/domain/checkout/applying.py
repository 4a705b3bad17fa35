"""Applying what a client asks, whatever the order in which it was asked.

First what is bought and who buys it, then how it travels, then coupons, which depend on what is
bought, and last payments, which depend on what all of it costs.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

from ringup.domain.cart import currency, edit
from ringup.domain.changes import (
    AddItem,
    AddPayment,
    Change,
    EditAddress,
    EmptyCart,
    EnterCoupon,
    GoBack,
    RemoveCoupon,
    RemoveItem,
    SelectRate,
    SelectShippingMethod,
    SetAddresses,
    SetCurrency,
    SetEmail,
    SetInstructions,
    SetMetadata,
    SetOwner,
    SetPaymentAmount,
    SetQuantity,
)
from ringup.domain.checkout import contact, destinations, notes
from ringup.domain.facts import Facts
from ringup.domain.order import Order
from ringup.domain.payments import changing, given
from ringup.domain.payments.owed import followed
from ringup.domain.pricing.reprice import reprice
from ringup.domain.problems import Invalid, Problem
from ringup.domain.promotions import coupons
from ringup.domain.shipping import choosing
from ringup.domain.shipping.packages import are_stale, cannot_be_sent, packed

Apply: TypeAlias = Callable[[Order, Facts, Any], Order]
Stage: TypeAlias = Mapping[type[Change], Apply]
"""What is done in one go, kind by kind in the order written here."""


def coupon_entered(order: Order, facts: Facts, change: EnterCoupon) -> Order:
    """Note a coupon code."""
    return coupons.entered(order, facts, change.code)


def coupon_removed(order: Order, facts: Facts, change: RemoveCoupon) -> Order:
    """Take a coupon code back."""
    return coupons.removed(order, facts, change.code)


CONTENTS: Stage = {
    EmptyCart: edit.emptied,
    SetCurrency: currency.currency_set,
    # Less before more: what one line gives up another may have.
    RemoveItem: edit.removed,
    SetQuantity: edit.quantity_set,
    AddItem: edit.added,
    SetAddresses: destinations.addresses_set,
    EditAddress: destinations.address_edited,
    SetOwner: contact.owner_set,
    SetEmail: contact.email_set,
    SetInstructions: contact.instructions_set,
    SetMetadata: notes.metadata_set,
}
DELIVERY: Stage = {
    SelectShippingMethod: choosing.method_selected,
    SelectRate: choosing.rate_selected,
}
COUPONS: Stage = {RemoveCoupon: coupon_removed, EnterCoupon: coupon_entered}
PAYMENTS: Stage = {SetPaymentAmount: changing.amount_set, AddPayment: given.added}


def applied(before: Order, facts: Facts, changes: Sequence[Change], go_back: Apply) -> Order:
    """Apply everything, and price what came of it. Raises ``Invalid`` with every problem at once.

    ``go_back`` moves the order to an earlier step. An order that is asked nothing is priced all
    the same: prices may have moved meanwhile.
    """
    order, problems = staged(before, facts, changes, {GoBack: go_back, **CONTENTS})
    too_large = edit.size_problem(order)
    if too_large:
        raise Invalid(*problems, too_large)
    order = with_fitting_shipments(before, order, facts)
    if not problems:  # an address that was refused does not mean that a method is not offered
        order, problems = staged(order, facts, changes, DELIVERY)
    order, with_coupons = staged(order, facts, changes, COUPONS)
    order = priced(order, facts)
    order, with_payments = staged(order, facts, changes, PAYMENTS)
    problems += with_coupons + with_payments
    if problems:
        raise Invalid(*problems)
    return order


def priced(order: Order, facts: Facts) -> Order:
    """Price the order at today's prices, and let what follows from them follow.

    Shipments are priced by what is in them, so a price that moved prices them anew; open payments
    that cover the rest follow the total.
    """
    repriced = reprice(order, facts)
    refitted = with_fitting_shipments(order, repriced, facts)
    if refitted is not repriced:
        repriced = reprice(refitted, facts)
    return followed(repriced, facts)


def with_fitting_shipments(before: Order, after: Order, facts: Facts) -> Order:
    """Make the shipments anew, if there are any, where they no longer fit the order."""
    if after.shipments and (are_stale(before, after) or cannot_be_sent(after, facts)):
        return packed(after, facts)
    return after


def staged(
    order: Order, facts: Facts, changes: Sequence[Change], stage: Stage
) -> tuple[Order, tuple[Problem, ...]]:
    """Apply the changes of one stage; one that is refused leaves the order as it was."""
    problems: tuple[Problem, ...] = ()
    if not changes:
        return order, problems
    for kind, apply in stage.items():
        for change in changes:
            if type(change) is kind:
                try:
                    order = apply(order, facts, change)
                except Invalid as invalid:
                    problems += invalid.problems
    return order, problems
