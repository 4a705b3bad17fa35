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

Problems: TypeAlias = tuple[Problem, ...]
Apply: TypeAlias = Callable[[Order, Facts, Any], Order]
ApplyAll: TypeAlias = Callable[[Order, Facts, Sequence[Any]], tuple[Order, Problems]]
"""Applies all changes of a kind; one that is refused leaves the order as it was."""
Stage: TypeAlias = Mapping[type[Change], ApplyAll]
"""What is done in one go, kind by kind in the order written here."""


def each(apply: Apply) -> ApplyAll:
    """Apply changes one after the other."""

    def apply_all(order: Order, facts: Facts, changes: Sequence[Any]) -> tuple[Order, Problems]:
        problems: Problems = ()
        for change in changes:
            try:
                order = apply(order, facts, change)
            except Invalid as invalid:
                problems += invalid.problems
        return order, problems

    return apply_all


def coupon_entered(order: Order, facts: Facts, change: EnterCoupon) -> Order:
    """Note a coupon code."""
    return coupons.entered(order, facts, change.code)


def coupon_removed(order: Order, facts: Facts, change: RemoveCoupon) -> Order:
    """Take a coupon code back."""
    return coupons.removed(order, facts, change.code)


CONTENTS: Stage = {
    EmptyCart: each(edit.emptied),
    SetCurrency: each(currency.currency_set),
    # Less before more: what one line gives up another may have.
    RemoveItem: edit.removed,
    SetQuantity: edit.quantity_set,
    AddItem: edit.added,
    SetAddresses: each(destinations.addresses_set),
    EditAddress: each(destinations.address_edited),
    SetOwner: each(contact.owner_set),
    SetEmail: each(contact.email_set),
    SetInstructions: each(contact.instructions_set),
    SetMetadata: each(notes.metadata_set),
}
DELIVERY: Stage = {
    SelectShippingMethod: each(choosing.method_selected),
    SelectRate: each(choosing.rate_selected),
}
COUPONS: Stage = {RemoveCoupon: each(coupon_removed), EnterCoupon: each(coupon_entered)}
PAYMENTS: Stage = {SetPaymentAmount: each(changing.amount_set), AddPayment: each(given.added)}


def applied(before: Order, facts: Facts, changes: Sequence[Change], go_back: Apply) -> Order:
    """Apply everything, and price what came of it. Raises ``Invalid`` with every problem at once.

    ``go_back`` moves the order to an earlier step. An order that is asked nothing is priced all
    the same: prices may have moved meanwhile.
    """
    order, problems = staged(before, facts, changes, {GoBack: each(go_back), **CONTENTS})
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
) -> tuple[Order, Problems]:
    """Apply the changes of one stage; one that is refused leaves the order as it was."""
    problems: Problems = ()
    kinds = set(map(type, changes))
    for kind, apply_all in stage.items():
        if kind in kinds:
            alike = [change for change in changes if type(change) is kind]
            order, refused = apply_all(order, facts, alike)
            problems += refused
    return order, problems
