"""What admins say of stock, and what they mean by it."""

from collections import Counter
from typing import Annotated, ClassVar

import msgspec
from msgspec import Meta

from ringup.domain.problems import Invalid, Problem
from ringup.domain.stock import MOST_ON_HAND, Recount
from ringup.services.counting_stock import ADJUSTED, TRANSFERRED, Carried
from ringup.services.editing.forms import Line, Spellings
from ringup.services.ports.stock import StockPlace
from ringup.services.shelves import stock_item_key
from ringup.web.nesting import Parameters
from ringup.wire.spree.read.inputs import Id
from ringup.wire.spree.read.records import reader_of

Change = Annotated[int, Meta(ge=-MOST_ON_HAND, le=MOST_ON_HAND)]


class StockItemInput(msgspec.Struct, frozen=True, kw_only=True):
    """What is kept: ``count_on_hand`` is added to what is there, or with ``force`` replaces it."""

    variant_id: Id | None = None
    stock_location_id: Id | None = None
    count_on_hand: Change | None = None
    force: bool = False
    backorderable: bool | None = None


class StockItemParameters(msgspec.Struct, frozen=True, kw_only=True):
    """Which variant is kept where, and how many of it."""

    stock_item: StockItemInput | None = None
    force: bool = False


class StockMovementInput(msgspec.Struct, frozen=True, kw_only=True):
    """How many came (or, below zero, went) of what a stock item or a variant is, and why."""

    stock_item_id: Id | None = None
    variant_id: Id | None = None
    stock_location_id: Id | None = None
    quantity: Change | None = None
    reason: Line | None = None


class StockMovementParameters(msgspec.Struct, frozen=True, kw_only=True):
    """What changed a count."""

    stock_movement: StockMovementInput | None = None


class TransferItemInput(msgspec.Struct, frozen=True, kw_only=True):
    """So many of a variant."""

    variant_id: Id | None = None
    quantity: Annotated[int, Meta(ge=1, le=MOST_ON_HAND)] | None = None


class StockTransferInput(msgspec.Struct, frozen=True, kw_only=True):
    """What goes from one location to another; without a source it comes from a supplier."""

    spelled: ClassVar[Spellings] = {"transfer_items": ("variants",)}

    source_location_id: Id | None = None
    destination_location_id: Id | None = None
    reference: Line | None = None
    transfer_items: tuple[TransferItemInput, ...] = ()


class StockTransferParameters(msgspec.Struct, frozen=True, kw_only=True):
    """Stock that is moved from place to place."""

    stock_transfer: StockTransferInput | None = None


_item = reader_of(StockItemParameters, "stock_item")
_movement = reader_of(StockMovementParameters, "stock_movement")
_transfer = reader_of(StockTransferParameters, "stock_transfer")


def recount_in(parameters: Parameters) -> Recount:
    """Read what is to become of a stock item. Raises ``Invalid``."""
    read = _item(parameters)
    given = read.stock_item or StockItemInput()
    if given.force or read.force:
        return Recount(to=given.count_on_hand, backorderable=given.backorderable)
    return Recount(by=given.count_on_hand, backorderable=given.backorderable)


def new_place_in(parameters: Parameters, location_id: int | None) -> StockPlace:
    """Read which variant is to be kept where. Raises ``Invalid``."""
    given = _item(parameters).stock_item or StockItemInput()
    return _place(given.variant_id, location_id or given.stock_location_id, "variant_id")


def movement_in(parameters: Parameters, location_id: int | None) -> tuple[StockPlace, Recount, str]:
    """Read what came or went, where, and why. Raises ``Invalid``."""
    given = _movement(parameters).stock_movement or StockMovementInput()
    if not given.quantity:
        message = "can't be blank" if given.quantity is None else "must be other than 0"
        raise Invalid(Problem("", "quantity", "required", message))
    if given.stock_item_id is None:
        place = _place(given.variant_id, location_id or given.stock_location_id, "stock_item_id")
    else:
        place = stock_item_key(given.stock_item_id)
    if location_id not in {None, place[1]}:
        raise not_kept()
    return place, Recount(by=given.quantity), given.reason or ADJUSTED


def transfer_in(parameters: Parameters) -> tuple[Carried, str | None]:
    """Read what is carried where, and under which reference. Raises ``Invalid``."""
    given = _transfer(parameters).stock_transfer or StockTransferInput()
    quantities: Counter[int] = Counter()
    for item in given.transfer_items:
        if item.variant_id is None or item.quantity is None:
            missing = "quantity" if item.variant_id else "variant_id"
            raise _required(f"transfer_items.{missing}")
        quantities[item.variant_id] += item.quantity
    if not quantities:
        raise _required("transfer_items")
    if given.destination_location_id is None:
        raise _required("destination_location_id")
    reason = f"{TRANSFERRED}: {given.reference}" if given.reference else TRANSFERRED
    carried = Carried(
        source_id=given.source_location_id,
        destination_id=given.destination_location_id,
        quantities=quantities,
        reason=reason,
    )
    return carried, given.reference


def not_kept() -> Invalid:
    """Refuse a stock item that is not one of the location's."""
    return Invalid(Problem("", "stock_item_id", "stock_item_not_found", "does not exist"))


def _place(variant_id: int | None, location_id: int | None, field: str) -> StockPlace:
    if variant_id is None:
        raise _required(field)
    if location_id is None:
        raise _required("stock_location_id")
    return variant_id, location_id


def _required(field: str) -> Invalid:
    return Invalid(Problem("", field, "required", "can't be blank"))
