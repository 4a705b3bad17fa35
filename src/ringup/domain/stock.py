"""Stock: the places it lies in, how much of a variant lies there, and counts changed by hand."""

import msgspec

from ringup.domain.problems import Invalid, Problem

MOST_ON_HAND = 2**31 - 1
"""How many of a variant may lie in one place."""


class StockLocation(msgspec.Struct, frozen=True, kw_only=True):
    """A place that sends parcels; the default one is asked first, then by position.

    A variant that comes to be kept there is sold before it is there by ``backorderable_default``;
    with ``propagate_all_variants`` every new variant is kept there.
    """

    id: int
    name: str
    default: bool = False
    active: bool = True
    position: int = 0
    address1: str | None = None
    address2: str | None = None
    city: str | None = None
    zipcode: str | None = None
    phone: str | None = None
    country_id: int | None = None
    state_id: int | None = None
    state_name: str | None = None
    backorderable_default: bool = False
    propagate_all_variants: bool = True


class StockLevel(msgspec.Struct, frozen=True, kw_only=True):
    """What one location has of a variant. ``held`` counts what open checkouts hold.

    ``backordered`` is how many placed orders wait for; ``count_on_hand`` is without them already,
    and so may be below zero.
    """

    stock_location_id: int
    count_on_hand: int
    held: int = 0
    backordered: int = 0
    backorderable: bool = False

    @property
    def free(self) -> int:
        """How many nobody holds."""
        return max(self.count_on_hand - self.held, 0)

    def available_to(self, own: int) -> int:
        """How many there are for an order that holds ``own`` of them itself.

        What nobody holds or waits for, and of its own what still lies there.
        """
        if not own:
            return self.free
        left_by_others = self.count_on_hand + self.backordered - self.held + own
        return self.free + max(min(own, left_by_others), 0)

    @property
    def came_for_backorders(self) -> int:
        """How many have come that orders wait for, and that no open checkout holds."""
        return max(min(self.backordered, self.count_on_hand + self.backordered - self.held), 0)


class Recount(msgspec.Struct, frozen=True, kw_only=True):
    """What is to become of a place: so many more (or fewer), or so many in all, and how it sells.

    ``None`` leaves it as it is.
    """

    by: int | None = None
    to: int | None = None
    backorderable: bool | None = None


def moved(level: StockLevel, recount: Recount) -> int:
    """Tell by how much a count changes. Raises ``Invalid`` where it would not be one.

    Below zero a count may be only where the variant is sold before it is there.
    """
    backorderable = level.backorderable if recount.backorderable is None else recount.backorderable
    by = (recount.by or 0) if recount.to is None else recount.to - level.count_on_hand
    after = level.count_on_hand + by
    if after < 0 and not backorderable:
        raise _below_zero(level, recount)
    if after > MOST_ON_HAND:
        message = f"must be less than or equal to {MOST_ON_HAND}"
        raise Invalid(Problem("", "count_on_hand", "stock_too_large", message))
    return by


def check_free(level: StockLevel, quantity: int) -> None:
    """Raise ``Invalid`` unless so many can be carried away, leaving what open checkouts hold."""
    if level.count_on_hand - level.held < quantity:
        message = f"is more than there is to move: {max(level.count_on_hand - level.held, 0)}"
        raise Invalid(Problem("", "quantity", "insufficient_stock", message))


def check_removable(level: StockLevel) -> None:
    """Raise ``Invalid`` while somebody counts on what lies, or is to come, in a place."""
    if level.held or level.backordered:
        message = "is held by open checkouts, or waited for by orders"
        raise Invalid(Problem("", "base", "in_use", message))


def _below_zero(level: StockLevel, recount: Recount) -> Invalid:
    if recount.by is None and recount.to is None:
        message = f"must stay while the count is below zero: {level.count_on_hand}"
        return Invalid(Problem("", "backorderable", "stock_below_zero", message))
    message = f"would be below zero: there are {level.count_on_hand}"
    return Invalid(Problem("", "count_on_hand", "stock_below_zero", message))
