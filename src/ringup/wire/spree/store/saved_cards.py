"""A user's saved cards: kept after paying, preferred and forgotten, by the user or an admin."""

from ringup.services.browsing import look_up
from ringup.services.saved_cards import forget_card, keep_card, prefer_card
from ringup.services.searching import Single
from ringup.services.shelves import SavedCard
from ringup.web.answers import NO_CONTENT, Answer, json_answer
from ringup.wire.spree.operations import Call, Example, Operation
from ringup.wire.spree.read.ids import path_id
from ringup.wire.spree.read.inputs import KeptCardInput, KeptCardParameters
from ringup.wire.spree.read.records import reader_of
from ringup.wire.spree.store.lists import ink_for
from ringup.wire.spree.store.resources import PEOPLE
from ringup.wire.spree.store.writing.people import saved_card
from ringup.wire.spree.write.records import CardRecord

_read = reader_of(KeptCardParameters, "credit_card")


async def keep(call: Call) -> Answer:
    """Keep the card of a payment."""
    given = _read(call.parameters).credit_card or KeptCardInput()
    user_id = path_id(call.path["user_id"])
    card_id = await keep_card(call.desk, call.asking, user_id, given.payment_id or 0)
    return await _shown(call, card_id, 201)


async def prefer(call: Call) -> Answer:
    """Make a kept card the default one."""
    user_id, card_id = path_id(call.path["user_id"]), path_id(call.path["id"])
    await prefer_card(call.desk, call.asking, user_id, card_id)
    return await _shown(call, card_id)


async def forget(call: Call) -> Answer:
    """Forget a kept card."""
    user_id, card_id = path_id(call.path["user_id"]), path_id(call.path["id"])
    await forget_card(call.desk, call.asking, user_id, card_id)
    return NO_CONTENT


async def _shown(call: Call, card_id: int, status: int = 200) -> Answer:
    browsed = await look_up(call.desk, call.asking, SavedCard, Single(key=str(card_id)))
    return json_answer(saved_card(browsed.found, ink_for(call, browsed)), status)


_PATH = "/users/{user_id}/credit_cards"

OPERATIONS = (
    Operation(
        method="POST",
        path=_PATH,
        name="keepCreditCard",
        tag=PEOPLE,
        summary="Keep the card that a payment was made with",
        description="It pays later orders of the user as `existing_card`.",
        handler=keep,
        who="key",
        input=KeptCardParameters,
        output=CardRecord,
        statuses=(201,),
        examples=(Example(name="Of a payment", given={"credit_card": {"payment_id": 7}}),),
    ),
    Operation(
        method="PUT",
        path=f"{_PATH}/{{id}}/default",
        name="preferCreditCard",
        tag=PEOPLE,
        summary="Make a kept card the default one",
        handler=prefer,
        who="key",
        output=CardRecord,
        refusals=(401, 404),
    ),
    Operation(
        method="DELETE",
        path=f"{_PATH}/{{id}}",
        name="forgetCreditCard",
        tag=PEOPLE,
        summary="Forget a kept card",
        handler=forget,
        who="key",
        statuses=(204,),
        refusals=(401, 404),
    ),
)
