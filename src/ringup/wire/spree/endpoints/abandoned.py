"""Carts that were left: which, and the way back to one."""

from datetime import timedelta

import msgspec

from ringup.domain.problems import Invalid, Problem
from ringup.services.editing.forms import Line
from ringup.services.recovering import browse_abandoned, recover_order, recovery_of
from ringup.services.searchable import SEARCHABLE
from ringup.services.shelves import KeptOrder
from ringup.web.answers import Answer, json_answer
from ringup.wire.spree.endpoints.answering import CHANGES_REFUSED, TAG_ORDERS, order_answer
from ringup.wire.spree.operations import Call, Example, Operation, Query
from ringup.wire.spree.read.records import reader_of
from ringup.wire.spree.store.lists import listing_of
from ringup.wire.spree.store.orders import orders_page
from ringup.wire.spree.write.pen import moment
from ringup.wire.spree.write.records import OrderRecord

USUAL_IDLE = 24
USUAL_VALIDITY = 7 * 24
_YEAR = 365 * 24


class RecoveryParameters(msgspec.Struct, frozen=True, kw_only=True):
    """The token of a recovery link."""

    recovery_token: Line | None = None


class RecoveryRecord(msgspec.Struct, frozen=True, kw_only=True):
    """A token to put into a link that brings the buyer back, and until when it is good."""

    number: str
    email: str
    recovery_token: str
    expires_at: str


_read = reader_of(RecoveryParameters)


async def listed(call: Call) -> Answer:
    """List the orders that were left."""
    idle = _hours(call, "idle_hours", USUAL_IDLE, least=0)
    listing = listing_of(call.parameters, KeptOrder, {})
    return orders_page(call, await browse_abandoned(call.desk, call.asking, listing, idle))


async def link(call: Call) -> Answer:
    """Make the token of a recovery link."""
    valid_for = _hours(call, "valid_hours", USUAL_VALIDITY, least=1)
    recovery = await recovery_of(call.desk, call.asking, call.path["number"], valid_for)
    return json_answer(
        RecoveryRecord(
            number=recovery.number,
            email=recovery.email,
            recovery_token=recovery.token,
            expires_at=moment(recovery.expires_at),
        )
    )


async def recover(call: Call) -> Answer:
    """Give the order back to whoever holds its recovery token."""
    token = _read(call.parameters).recovery_token
    if not token:
        raise Invalid(Problem("", "recovery_token", "required", "can't be blank"))
    return order_answer(call, await recover_order(call.desk, call.asking, token))


def _hours(call: Call, name: str, usual: int, *, least: int) -> timedelta:
    given = call.parameters.get(name)
    text = str(usual) if given is None or given == "" else str(given)
    if text.isascii() and text.isdigit() and len(text) <= len(str(_YEAR)):
        hours = int(text)
        if least <= hours <= _YEAR:
            return timedelta(hours=hours)
    message = f"must be a whole number between {least} and {_YEAR}"
    raise Invalid(Problem("", name, "out_of_range", message))


OPERATIONS = (
    Operation(
        method="GET",
        path="/orders/abandoned",
        name="listAbandonedOrders",
        tag=TAG_ORDERS,
        summary="List orders that somebody left: with an email and something in them, untouched",
        handler=listed,
        who="admin",
        output=OrderRecord,
        plural="orders",
        searchable=SEARCHABLE[KeptOrder],
        query=(
            Query(
                name="idle_hours",
                kind=int,
                description=f"Untouched for so many hours: {USUAL_IDLE} unless said.",
            ),
        ),
        refusals=(401, 422),
    ),
    Operation(
        method="GET",
        path="/orders/{number}/recovery",
        name="showOrderRecovery",
        tag=TAG_ORDERS,
        summary="Make a token that brings the buyer back to an order that was left",
        description="It is kept nowhere, and each is good until it expires or the order is placed.",
        handler=link,
        who="admin",
        output=RecoveryRecord,
        query=(
            Query(
                name="valid_hours",
                kind=int,
                description=f"Good for so many hours: {USUAL_VALIDITY} unless said.",
            ),
        ),
        refusals=(401, 404, 409, 422),
    ),
    Operation(
        method="POST",
        path="/orders/recover",
        name="recoverOrder",
        tag=TAG_ORDERS,
        summary="Exchange a recovery token for a fresh token of the order",
        description="Tokens that the order had before are no longer good.",
        handler=recover,
        who="anyone",
        input=RecoveryParameters,
        output=OrderRecord,
        refusals=CHANGES_REFUSED,
        examples=(
            Example(
                name="From a link in a mail",
                given={"recovery_token": "AAAAAAAAAAEAAAAAaR7-AJ3jc0nYdMgk1aYw"},
            ),
        ),
    ),
)
