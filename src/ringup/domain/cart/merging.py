"""Two carts of one buyer become one: what a guest put together, and what lay there already."""

from collections.abc import Iterator

import msgspec

from ringup.domain.changes import AddItem, Change, EnterCoupon
from ringup.domain.facts import Facts
from ringup.domain.money import decimal_text
from ringup.domain.order import Address, ChildIds, LineItem, Order
from ringup.domain.problems import Invalid, Problem
from ringup.domain.variants import Variant

replace = msgspec.structs.replace


def items_of(guest: Order, own: Order) -> tuple[Change, ...]:
    """Ask for everything that lies in a guest's cart; what an admin priced keeps its price.

    Raises ``Invalid`` for carts in two currencies.
    """
    if guest.currency != own.currency:
        message = f"of the two carts differ: {guest.currency} and {own.currency}"
        raise Invalid(Problem("", "currency", "currency_unsupported", message))
    return tuple(_item(line, guest.currency) for line in guest.line_items)


def coupons_of(guest: Order, own: Order) -> Iterator[EnterCoupon]:
    """Ask for the coupons that only the guest's cart has."""
    known = {coupon.promotion_id for coupon in own.coupons}
    return (EnterCoupon(c.code) for c in guest.coupons if c.promotion_id not in known)


def with_particulars(own: Order, guest: Order) -> Order:
    """Take over where to bill and to send, and what was to be known, where nothing is said yet."""
    ids = ChildIds(own)
    return replace(
        own,
        bill_address=own.bill_address or _copied(guest.bill_address, ids),
        ship_address=own.ship_address or _copied(guest.ship_address, ids),
        special_instructions=own.special_instructions or guest.special_instructions,
        metadata={**guest.metadata, **own.metadata},
        last_child=ids.last,
    )


def with_holds_of(guest: Facts, own: Facts) -> Facts:
    """Give the facts as if one cart held what the other holds of stock, too."""
    variants = {
        id_: replace(variant, held_by_order=_together(variant, guest.variants.get(id_)))
        for id_, variant in own.variants.items()
    }
    return replace(own, variants=variants)


def _together(own: Variant, guest: Variant | None) -> dict[int, int]:
    theirs = guest.held_by_order if guest else {}
    places = {*own.held_by_order, *theirs}
    return {each: own.held_by_order.get(each, 0) + theirs.get(each, 0) for each in places}


def _item(line: LineItem, currency: str) -> AddItem:
    price = decimal_text(line.price, currency) if line.price_fixed else None
    return AddItem(variant_id=line.variant_id, quantity=line.quantity, price=price)


def _copied(address: Address | None, ids: ChildIds) -> Address | None:
    return replace(address, id=next(ids)) if address else None
