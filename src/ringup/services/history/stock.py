"""What became of stock because of an order, as its log tells it."""

from collections.abc import Sequence

from ringup.domain.facts import Facts
from ringup.services.ports.stock import Left
from ringup.services.ports.store import Event


def ran_low(left: Sequence[Left], facts: Facts, threshold: int, actor: str) -> tuple[Event, ...]:
    """Tell where a sale has brought what is left down to the threshold, or past it."""
    low = (each for each in left if each.after <= threshold < each.before)
    return tuple(
        Event(
            type="stock.low",
            actor=actor,
            data={
                "variant_id": each.variant_id,
                "sku": facts.variants[each.variant_id].sku,
                "stock_location_id": each.stock_location_id,
                "from": {"count_on_hand": each.before},
                "to": {"count_on_hand": each.after},
            },
        )
        for each in low
    )


def released(facts: Facts, actor: str) -> Event:
    """Tell what an order held of stock and holds no more."""
    items = [
        {"variant_id": variant.id, "stock_location_id": location_id, "quantity": quantity}
        for variant in facts.variants.values()
        for location_id, quantity in variant.held_by_order.items()
    ]
    return Event(type="stock.released", actor=actor, data={"items": items})
