"""The addresses of an order: given whole, copied from one another, or mended in part."""

import msgspec

from ringup.domain.addresses import checked, merged
from ringup.domain.changes import EditAddress, GivenAddress, SetAddresses
from ringup.domain.facts import Facts
from ringup.domain.order import Address, ChildIds, Order
from ringup.domain.problems import Invalid, Problem

replace = msgspec.structs.replace


def addresses_set(order: Order, facts: Facts, change: SetAddresses) -> Order:
    """Set where to bill and to send. Raises ``Invalid`` with the problems of both at once.

    An address keeps its id whatever becomes of it; the copy that ``use_billing`` makes has an id
    of its own, so that to mend one is not to mend the other.
    """
    ids = ChildIds(order)
    problems: list[Problem] = []

    def made(given: GivenAddress | None, old: Address | None, field: str) -> Address | None:
        if given is None:
            return old
        try:
            return checked(given, facts, old.id if old else next(ids), field)
        except Invalid as invalid:
            problems.extend(invalid.problems)
            return old

    bill = made(change.bill, order.bill_address, "bill_address")
    ship = made(None if change.use_billing else change.ship, order.ship_address, "ship_address")
    if problems:
        raise Invalid(*problems)
    if change.use_billing and bill is not None:
        ship = replace(bill, id=ship.id if ship else next(ids))
    return replace(order, bill_address=bill, ship_address=ship, last_child=ids.last)


def defaulted(order: Order, facts: Facts) -> Order:
    """Take the buyer's default addresses where none was given at all."""
    buyer = facts.buyer
    if buyer is None or order.bill_address or order.ship_address:
        return order
    if not (buyer.bill_address or buyer.ship_address):
        return order
    ids = ChildIds(order)
    bill, ship = (
        replace(saved, id=next(ids)) if saved else None
        for saved in (buyer.bill_address, buyer.ship_address)
    )
    return replace(order, bill_address=bill, ship_address=ship, last_child=ids.last)


def address_edited(order: Order, facts: Facts, change: EditAddress) -> Order:
    """Mend some fields of one of the order's addresses. Raises ``Invalid``."""
    for name in ("bill_address", "ship_address"):
        address: Address | None = getattr(order, name)
        if address is not None and address.id == change.address_id:
            whole = merged(address, change.given, facts)
            return replace(order, **{name: checked(whole, facts, address.id, "")})
    raise Invalid(Problem("", "address_id", "address_not_found", "does not exist"))
