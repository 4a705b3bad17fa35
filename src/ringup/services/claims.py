"""What runs out beside stock, and how an order takes of it: promotions, and prepaid money."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from ringup.domain.money import Minor, Money
from ringup.domain.order import Order


class Claims(Protocol):
    """What a transaction can take of things that run out, and give back."""

    async def claim_promotions(self, order: Order, promotion_ids: Sequence[int]) -> Sequence[int]:
        """Count one use of each promotion for this order; gives those whose limit is reached."""
        ...

    async def release_promotions(self, order: Order) -> None:
        """Take back what ``claim_promotions`` counted for this order."""
        ...

    async def claim_store_credit(self, order: Order, amount: Money) -> bool:
        """Spend the order's owner's store credit; ``False`` if there is not enough."""
        ...

    async def release_store_credit(self, order: Order, amount: Money) -> None:
        """Give spent store credit back."""
        ...

    async def claim_gift_cards(self, order: Order, amounts: Mapping[int, Minor]) -> bool:
        """Spend so much of each gift card; ``False`` if there is not enough on one of them."""
        ...

    async def release_gift_cards(self, order: Order, amounts: Mapping[int, Minor]) -> None:
        """Put back onto gift cards what the order had spent of them."""
        ...
