"""Gift cards: issued, given another end or note, and ended, by admins."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from msgspec import UNSET

from ringup.domain.facts import Facts
from ringup.domain.problems import Invalid, Problem
from ringup.services.accounts import GiftCardTerms, StoredGiftCard
from ringup.services.gift_cards import Issue, change_gift_card, end_gift_card, issue_gift_card
from ringup.web.answers import NO_CONTENT, Answer, json_answer
from ringup.web.nesting import Parameters
from ringup.wire.spree.operations import Call, Example, Operation
from ringup.wire.spree.read.ids import path_id
from ringup.wire.spree.read.inputs import GiftCardInput, GiftCardParameters
from ringup.wire.spree.read.records import reader_of
from ringup.wire.spree.store.records import GiftCardRecord, NewGiftCardRecord
from ringup.wire.spree.store.resources import SELLING
from ringup.wire.spree.store.search_values import NotOfThisKind, scalar
from ringup.wire.spree.store.writing.people import gift_card_fields
from ringup.wire.spree.write.pen import Pen

_read = reader_of(GiftCardParameters, "gift_card")


async def create(call: Call) -> Answer:
    """Issue a gift card."""
    given = _read(call.parameters).gift_card or GiftCardInput()
    issue = Issue(
        amount=given.amount,
        currency=given.currency,
        expires_at=_moment(given.expires_at),
        note=given.note,
    )
    shown = await issue_gift_card(call.desk, call.asking, issue)
    return json_answer(NewGiftCardRecord(**await _fields(call, shown.kept), code=shown.code), 201)


async def update(call: Call) -> Answer:
    """Set when a gift card ends, or its note."""
    given = _read(call.parameters).gift_card or GiftCardInput()
    said = _said(call.parameters)
    terms = GiftCardTerms(
        expires_at=_moment(given.expires_at) if "expires_at" in said else UNSET,
        note=given.note if "note" in said else UNSET,
    )
    changed = await change_gift_card(call.desk, call.asking, path_id(call.path["id"]), terms)
    return json_answer(GiftCardRecord(**await _fields(call, changed)))


async def end(call: Call) -> Answer:
    """Let a gift card pay no more."""
    await end_gift_card(call.desk, call.asking, path_id(call.path["id"]))
    return NO_CONTENT


def _said(parameters: Parameters) -> Mapping[str, Any]:
    said = parameters.get("gift_card")
    return said if isinstance(said, dict) else {}


def _moment(text: str | None) -> datetime | None:
    if not text:
        return None
    try:
        moment = scalar(text, "moment")
    except NotOfThisKind as reason:
        raise Invalid(Problem("", "expires_at", "moment_invalid", str(reason))) from None
    assert isinstance(moment, datetime)  # noqa: S101 - what moments are read as
    return moment


async def _fields(call: Call, kept: StoredGiftCard) -> dict[str, Any]:
    facts = Facts(now=call.desk.clock(), shop=await call.desk.store.shop())
    return gift_card_fields(kept, Pen(currency=kept.currency, locale=call.locale, facts=facts))


OPERATIONS = (
    Operation(
        method="POST",
        path="/gift_cards",
        name="createGiftCard",
        tag=SELLING,
        summary="Issue a gift card",
        description=(
            "The answer tells its code, this once. Whoever knows it pays with it: as the payment's"
            " source, `code`, by a payment method whose type is `gift_card`."
        ),
        handler=create,
        who="admin",
        input=GiftCardParameters,
        output=NewGiftCardRecord,
        statuses=(201,),
        refusals=(401, 422),
        examples=(
            Example(
                name="For a year",
                given={"gift_card": {"amount": "25.00", "expires_at": "2027-12-01T00:00:00Z"}},
            ),
        ),
    ),
    Operation(
        method="PUT",
        path="/gift_cards/{id}",
        name="updateGiftCard",
        tag=SELLING,
        summary="Set when a gift card ends, or its note",
        handler=update,
        who="admin",
        input=GiftCardParameters,
        output=GiftCardRecord,
        examples=(Example(name="A note", given={"gift_card": {"note": "For the jury"}}),),
    ),
    Operation(
        method="DELETE",
        path="/gift_cards/{id}",
        name="endGiftCard",
        tag=SELLING,
        summary="Let a gift card pay no more",
        handler=end,
        who="admin",
        statuses=(204,),
        refusals=(401, 404),
    ),
)
