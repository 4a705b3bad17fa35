"""Changing an order that was placed, as an admin may: what it holds, where it goes, who pays.

It is priced again with the promotions it had, its unsent parcels are kept in step with its lines,
and what that makes of it is owed, or owed back. Stock is moved by the verb that saves the order
(``services.placed_orders``).
"""

from collections.abc import Sequence

import msgspec

from ringup.domain.cart import edit
from ringup.domain.changes import (
    AddItem,
    Change,
    EditAddress,
    RemoveItem,
    SetAddresses,
    SetEmail,
    SetInstructions,
    SetMetadata,
    SetOwner,
    SetQuantity,
)
from ringup.domain.checkout import contact, destinations, notes
from ringup.domain.checkout.applying import PAYMENTS, Stage, each, staged
from ringup.domain.completion import prepaid_spent
from ringup.domain.facts import Facts
from ringup.domain.fulfilment.refitting import ANYWHERE, Target, refitted, with_its_own_stock
from ringup.domain.fulfilment.standing import stood
from ringup.domain.order import Order
from ringup.domain.payments.owed import followed
from ringup.domain.pricing.reprice import reprice_placed
from ringup.domain.pricing.totals import totalled
from ringup.domain.problems import Invalid, Problem

replace = msgspec.structs.replace

CONTENTS: Stage = {
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
PRICED = frozenset({RemoveItem, SetQuantity, AddItem, SetAddresses, EditAddress})
"""What would have an order priced again."""


def amended(
    order: Order, facts: Facts, changes: Sequence[Change], target: Target = ANYWHERE
) -> Order:
    """Apply everything that is asked of a placed order, and let all that follows from it follow.

    Raises ``Invalid`` with every problem: also for what can no longer be changed, was sent already,
    or is not to be had. Prepaid money that is given in payment is spent at once.
    """
    _check_stands(order)
    _check_changeable(order, changes)
    after, problems = staged(order, with_its_own_stock(order, facts), changes, CONTENTS)
    problems += _problems_of(after)
    if problems:
        raise Invalid(*problems)
    after = followed_up(order, refitted(order, after, facts, target), facts)
    after, problems = staged(after, facts, changes, PAYMENTS)
    if problems:
        raise Invalid(*problems)
    return stood(totalled(prepaid_spent(after, facts)))


def followed_up(before: Order, after: Order, facts: Facts) -> Order:
    """Price a placed order that holds something else now, or goes elsewhere; say how it stands."""
    moved = _priced_by(before) != _priced_by(after)
    priced = reprice_placed(before, after, facts) if moved else after
    return followed(stood(totalled(priced)), facts)


def _priced_by(order: Order) -> tuple[object, ...]:
    """Name what prices, discounts and taxes depend on."""
    addresses = (order.ship_address, order.bill_address)
    places = tuple((each.country_id, each.state_id) for each in addresses if each)
    return order.line_items, order.shipments, places


def _check_stands(order: Order) -> None:
    if order.canceled_at is not None:
        raise _refused("order", "order_canceled", "was canceled and can no longer be changed")


def _check_changeable(order: Order, changes: Sequence[Change]) -> None:
    if order.imported and any(type(change) in PRICED for change in changes):
        raise _refused("order", "order_imported", "was imported, and stays as it was")
    if any(type(change) not in {**CONTENTS, **PAYMENTS} for change in changes):
        message = "was placed and can no longer be changed in this"
        raise _refused("order", "order_completed", message)


def _problems_of(order: Order) -> tuple[Problem, ...]:
    if not order.line_items:
        message = "must be at least one: cancel the order instead"
        return (Problem("", "line_items", "line_items_required", message),)
    too_large = edit.size_problem(order)
    return (too_large,) if too_large else ()


def _refused(field: str, code: str, message: str) -> Invalid:
    return Invalid(Problem("", field, code, message))
