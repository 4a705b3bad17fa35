"""What clients say of shipments, and what they mean by it."""

from typing import ClassVar

import msgspec

from ringup.domain.fulfilment.by_shipment import Pieces
from ringup.domain.fulfilment.splitting import Transfer
from ringup.domain.problems import Invalid, NotFound, Problem
from ringup.services.editing.forms import Line, Spellings
from ringup.web.nesting import Parameters
from ringup.wire.spree.read.ids import path_id
from ringup.wire.spree.read.inputs import Id, Quantity
from ringup.wire.spree.read.records import reader_of


class TrackingInput(msgspec.Struct, frozen=True, kw_only=True):
    """How a parcel is followed; an empty text forgets it."""

    tracking: Line | None = None


class ShipmentParameters(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be known of a shipment."""

    shipment: TrackingInput | None = None
    tracking: Line | None = None


class TransferParameters(msgspec.Struct, frozen=True, kw_only=True):
    """Which goods go where: to a location, or to another shipment (by its number or id).

    ``original_shipment_number`` where the path names no shipment.
    """

    spelled: ClassVar[Spellings] = {
        "original_shipment_number": ("original_shipment_id",),
        "target_shipment_number": ("target_shipment_id",),
    }

    original_shipment_number: Line | None = None
    target_shipment_number: Line | None = None
    stock_location_id: Id | None = None
    variant_id: Id | None = None
    quantity: Quantity | None = None


class PiecesParameters(msgspec.Struct, frozen=True, kw_only=True):
    """How many of which variant."""

    variant_id: Id | None = None
    quantity: Quantity | None = None


class ShipmentOfInput(msgspec.Struct, frozen=True, kw_only=True):
    """The number of the order that a new shipment is of."""

    order_id: Line | None = None


class NewShipmentParameters(msgspec.Struct, frozen=True, kw_only=True):
    """How many more of which variant are to be sent, from where, in a new shipment."""

    shipment: ShipmentOfInput | None = None
    stock_location_id: Id | None = None
    variant_id: Id | None = None
    quantity: Quantity | None = None


_pieces = reader_of(PiecesParameters)
_shipment = reader_of(ShipmentParameters)
read_transfer = reader_of(TransferParameters)
read_new_shipment = reader_of(NewShipmentParameters)


def tracking_in(parameters: Parameters) -> str | None:
    """Read how a parcel is followed. Raises ``Invalid``."""
    read = _shipment(parameters)
    return read.shipment.tracking if read.shipment else read.tracking


def pieces_in(parameters: Parameters) -> Pieces:
    """Read how many of which variant are meant. Raises ``Invalid`` where that is not said."""
    return pieces_of(_pieces(parameters))


def transfer_of(read: TransferParameters, shipment_id: int) -> Transfer:
    """Tell which goods are meant. Raises ``Invalid`` where that is not said."""
    pieces = pieces_of(read)
    return Transfer(shipment_id=shipment_id, variant_id=pieces.variant_id, quantity=pieces.quantity)


def order_of(read: NewShipmentParameters) -> str:
    """Tell which order a new shipment is of. Raises ``Invalid`` where that is not said."""
    if read.shipment is None or not read.shipment.order_id:
        raise Invalid(_required("shipment.order_id"))
    return read.shipment.order_id


def pieces_of(read: PiecesParameters | TransferParameters | NewShipmentParameters) -> Pieces:
    """Tell how many of which variant are meant. Raises ``Invalid`` where that is not said."""
    given = {"variant_id": read.variant_id, "quantity": read.quantity}
    if missing := [name for name, value in given.items() if value is None]:
        raise Invalid(*(_required(name) for name in missing))
    return Pieces(read.variant_id or 0, read.quantity or 0)


def named_shipment(name: str | None, field: str) -> int:
    """Read the id out of a shipment's number, or id. Raises ``Invalid`` where there is none."""
    if not name:
        raise Invalid(_required(field))
    try:
        return path_id(name, "H")
    except NotFound:
        raise Invalid(Problem("", field, "shipment_not_found", "does not exist")) from None


def location_in(read: TransferParameters | NewShipmentParameters) -> int:
    """Tell which location is meant. Raises ``Invalid`` where that is not said."""
    if read.stock_location_id is None:
        raise Invalid(_required("stock_location_id"))
    return read.stock_location_id


def _required(field: str) -> Problem:
    return Problem("", field, "required", "can't be blank")
