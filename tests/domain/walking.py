"""Checkouts that have come so far: the demo store's, walked step by step by the real flow."""

from typing import Any, Final

from msgspec.structs import replace

from ringup.domain.changes import AddPayment, Change, GivenAddress, SetAddresses
from ringup.domain.checkout import flow
from ringup.domain.facts import Buyer, Facts
from ringup.domain.order import Adjustment, Card, Order
from ringup.domain.variants import Variant
from tests.domain.builders import CREDIT_CARD, EARLIER, TOTE, an_order, demo_shop, facts_of

FACTS: Final = facts_of(demo_shop())
ADA: Final = Buyer(id=1, email="ada@example.com", store_credit=50_00)
STEPS: Final = ("cart", "address", "delivery", "payment", "confirm")


def typed(**fields: Any) -> GivenAddress:  # noqa: ANN401
    """Type a valid address in Maryland, with other fields as said."""
    known: dict[str, Any] = {
        "firstname": "Ada",
        "lastname": "Lovelace",
        "address1": "1 Analytical Way",
        "city": "Bethesda",
        "zipcode": "20814",
        "phone": "555 0100",
        "country_iso": "US",
        "state_name": "MD",
    }
    return GivenAddress(**(known | fields))


def in_germany(**fields: Any) -> GivenAddress:  # noqa: ANN401
    """Type a valid address in Germany."""
    return typed(country_iso="DE", state_name=None, zipcode="10115", city="Berlin", **fields)


def a_card(**fields: Any) -> Card:  # noqa: ANN401
    """Build a tokenised card that is good for years."""
    known: dict[str, Any] = {"brand": "visa", "last_digits": "1111", "month": 12, "year": 2030}
    return Card(**(known | {"name": "Ada Lovelace", "token": "tok"} | fields))


def by_card(**fields: Any) -> AddPayment:  # noqa: ANN401
    """Pay the rest by card."""
    known: dict[str, Any] = {"payment_method_id": CREDIT_CARD, "card": a_card()}
    return AddPayment(**(known | fields))


def by_hand_off(amount: int) -> Adjustment:
    """Take an amount off by hand."""
    return Adjustment(
        id=77,
        source="manual",
        label="Sorry",
        amount=-amount,
        created_at=EARLIER,
        updated_at=EARLIER,
    )


TO_MARYLAND: Final = SetAddresses(bill=typed(), use_billing=True)


def standing_in(
    step: str, *goods: tuple[Variant, int] | Variant, facts: Facts = FACTS, pay: bool = True
) -> Order:
    """Walk an order (a tote, unless said otherwise) to Maryland, paid by card, up to a step."""
    changes: dict[str, tuple[Change, ...]] = {
        "address": (TO_MARYLAND,),
        "payment": (by_card(),) if pay else (),
    }
    order = flow.change(an_order(*(goods or (TOTE,))), facts, ())
    while order.state != step:
        order = flow.change(order, facts, changes.get(order.state, ()))
        order = flow.advanced(order, facts)
    return order


def facts_with(*variants: Variant, facts: Facts = FACTS) -> Facts:
    """Give the facts with some variants as they have become meanwhile."""
    changed = {variant.id: variant for variant in variants}
    return replace(facts, variants={**facts.variants, **changed})
