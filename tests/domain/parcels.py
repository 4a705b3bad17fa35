"""Placed orders whose parcels the tests send, split and fill."""

from collections.abc import Iterable
from typing import Any

from msgspec.structs import replace

from ringup.domain.fulfilment.standing import stood
from ringup.domain.order import ItemState, Order, Payment
from ringup.domain.pricing.totals import totalled
from ringup.domain.variants import Variant
from tests.domain.builders import EARLIER, NOW, an_order


def a_placed_order(
    *goods: tuple[Variant, int] | Variant,
    shipping: Iterable[int] = (5_00,),
    **fields: Any,  # noqa: ANN401
) -> Order:
    """Build an order as it is once it was placed, with nothing paid yet."""
    order = an_order(*goods, shipping=shipping, state="complete", completed_at=NOW, **fields)
    return stood(totalled(order))


def paid(order: Order) -> Order:
    """Have an order paid to the cent."""
    payment = Payment(
        id=order.last_child + 1,
        payment_method_id=1,
        amount=order.totals.total,
        state="completed",
        captured=order.totals.total,
        created_at=EARLIER,
        updated_at=EARLIER,
    )
    payments = (*order.payments, payment)
    return stood(totalled(replace(order, payments=payments, last_child=order.last_child + 1)))


def with_states(order: Order, *states: ItemState) -> Order:
    """Give the things in the first shipment these states."""
    first, *others = order.shipments
    items = tuple(
        replace(item, state=state) for item, state in zip(first.items, states, strict=True)
    )
    return stood(replace(order, shipments=(replace(first, items=items), *others)))


def contents(order: Order) -> list[dict[tuple[int, ItemState], int]]:
    """How many of each variant are in each parcel, by their state."""
    return [
        {(item.variant_id, item.state): item.quantity for item in shipment.items}
        for shipment in order.shipments
    ]
