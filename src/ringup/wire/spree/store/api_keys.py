"""A user's API keys: made, exchanged and taken back, by the user or an admin."""

from datetime import timedelta

from ringup.services.accounts import OwnKey
from ringup.services.api_keys import ShownKey, create_key, revoke_key, rotate_key
from ringup.web.answers import NO_CONTENT, Answer, json_answer
from ringup.wire.spree.operations import Call, Example, Operation
from ringup.wire.spree.read.ids import path_id
from ringup.wire.spree.read.inputs import ApiKeyInput, ApiKeyParameters, RotationParameters
from ringup.wire.spree.read.records import reader_of
from ringup.wire.spree.store.records import NewApiKeyRecord
from ringup.wire.spree.store.resources import PEOPLE
from ringup.wire.spree.store.writing.people import api_key_fields

_new = reader_of(ApiKeyParameters, "api_key")
_rotation = reader_of(RotationParameters)


async def create(call: Call) -> Answer:
    """Make another key."""
    given = _new(call.parameters).api_key or ApiKeyInput()
    user_id = path_id(call.path["user_id"])
    return _shown(await create_key(call.desk, call.asking, user_id, given.name or ""))


async def rotate(call: Call) -> Answer:
    """Exchange a key for a new one."""
    grace = timedelta(seconds=_rotation(call.parameters).grace or 0)
    return _shown(await rotate_key(call.desk, call.asking, _named(call), grace))


async def revoke(call: Call) -> Answer:
    """Take a key back."""
    await revoke_key(call.desk, call.asking, _named(call))
    return NO_CONTENT


def _named(call: Call) -> OwnKey:
    return OwnKey(user_id=path_id(call.path["user_id"]), id=path_id(call.path["id"]))


def _shown(shown: ShownKey) -> Answer:
    record = NewApiKeyRecord(**api_key_fields(shown.kept), key=shown.key)
    return json_answer(record, 201)


_PATH = "/users/{user_id}/api_keys"

OPERATIONS = (
    Operation(
        method="POST",
        path=_PATH,
        name="createApiKey",
        tag=PEOPLE,
        summary="Make another API key for a user",
        description="The answer tells the key, this once.",
        handler=create,
        who="key",
        input=ApiKeyParameters,
        output=NewApiKeyRecord,
        statuses=(201,),
        examples=(Example(name="By name", given={"api_key": {"name": "backoffice"}}),),
    ),
    Operation(
        method="PUT",
        path=f"{_PATH}/{{id}}/rotate",
        name="rotateApiKey",
        tag=PEOPLE,
        summary="Exchange an API key for a new one",
        description=(
            "The answer tells the new key, this once. The old one ends at once, or after `grace`"
            " seconds, so that programs can be told the new one meanwhile."
        ),
        handler=rotate,
        who="key",
        input=RotationParameters,
        output=NewApiKeyRecord,
        statuses=(201,),
        examples=(Example(name="The old one for another hour", given={"grace": 3600}),),
    ),
    Operation(
        method="DELETE",
        path=f"{_PATH}/{{id}}",
        name="revokeApiKey",
        tag=PEOPLE,
        summary="Take an API key back",
        description=(
            "From its next request on it is unknown, to every process. The last key of the last"
            " admin is not taken back."
        ),
        handler=revoke,
        who="key",
        statuses=(204,),
        refusals=(401, 404),
    ),
)
