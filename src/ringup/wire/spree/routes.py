"""Every operation of the API, from the tables of the endpoints' files; read this first.

``api(desk)`` serves them all; the OpenAPI document is made of the same tuple.
"""

from ringup.services.asking import Desk
from ringup.web.limits import UNLIMITED, Limits
from ringup.wire.spree.endpoints import (
    abandoned,
    addresses,
    checkouts,
    coupons,
    endings,
    events,
    line_items,
    orders,
    payment_deeds,
    payments,
    returns,
    shipment_deeds,
    shipments,
)
from ringup.wire.spree.operations import Operation
from ringup.wire.spree.serve import Api
from ringup.wire.spree.store import table as store

OPERATIONS: tuple[Operation, ...] = (
    *checkouts.OPERATIONS,
    *orders.OPERATIONS,
    *abandoned.OPERATIONS,
    *coupons.OPERATIONS,
    *line_items.OPERATIONS,
    *endings.OPERATIONS,
    *payments.OPERATIONS,
    *payment_deeds.OPERATIONS,
    *shipments.OPERATIONS,
    *shipment_deeds.OPERATIONS,
    *returns.OPERATIONS,
    *addresses.OPERATIONS,
    *events.OPERATIONS,
    *store.OPERATIONS,
)


def api(desk: Desk, limits: Limits = UNLIMITED) -> Api:
    """Serve everything below ``/api`` and ``/api/v1``: mount it at ``/api``."""
    return Api(desk, OPERATIONS, limits)
