"""A user's saved addresses: kept, changed and forgotten, by the user or an admin."""

from ringup.services.accounts import Preferred
from ringup.services.read_order import AddressView
from ringup.services.saved_addresses import forget_address, mend_address, save_address
from ringup.web.answers import NO_CONTENT, Answer, json_answer
from ringup.web.nesting import Parameters
from ringup.wire.spree.operations import Call, Example, Operation
from ringup.wire.spree.read.changes import given_address
from ringup.wire.spree.read.ids import path_id
from ringup.wire.spree.read.inputs import SavedAddressInput, SavedAddressParameters
from ringup.wire.spree.read.records import reader_of
from ringup.wire.spree.store.resources import PEOPLE
from ringup.wire.spree.write.addresses import address_record
from ringup.wire.spree.write.records import AddressRecord

_read = reader_of(SavedAddressParameters, "address")


async def create(call: Call) -> Answer:
    """Keep another address."""
    given, preferred = given_address(call.parameters), preferred_in(call.parameters)
    user_id = path_id(call.path["user_id"])
    kept = await save_address(call.desk, call.asking, user_id, given, preferred)
    return _answer(call, kept, 201)


async def update(call: Call) -> Answer:
    """Change some fields of a saved address."""
    given, preferred = given_address(call.parameters), preferred_in(call.parameters)
    address_id, user_id = path_id(call.path["id"]), path_id(call.path["user_id"])
    mended = await mend_address(
        call.desk, call.asking, address_id, given, preferred, user_id=user_id
    )
    return _answer(call, mended)


async def forget(call: Call) -> Answer:
    """Forget a saved address."""
    user_id, address_id = path_id(call.path["user_id"]), path_id(call.path["id"])
    await forget_address(call.desk, call.asking, user_id, address_id)
    return NO_CONTENT


def preferred_in(parameters: Parameters) -> Preferred:
    """Read what an address is to be preferred for. Raises ``Invalid``."""
    given = _read(parameters).address or SavedAddressInput()
    return Preferred(bill=given.default_bill, ship=given.default_ship)


def _answer(call: Call, view: AddressView, status: int = 200) -> Answer:
    return json_answer(address_record(view.address, view.facts.shop, call.locale), status)


_PATH = "/users/{user_id}/addresses"
_GIVEN = {
    "firstname": "Ada",
    "lastname": "Lovelace",
    "address1": "1 Analytical Way",
    "city": "Bethesda",
    "zipcode": "20814",
    "phone": "3015550100",
    "country_iso": "US",
    "state_name": "Maryland",
    "default_ship": True,
}

OPERATIONS = (
    Operation(
        method="POST",
        path=_PATH,
        name="createUserAddress",
        tag=PEOPLE,
        summary="Keep an address for a user's next orders",
        description=(
            "An order is billed to and sent to the user's default addresses, or to the only one,"
            " unless it is told otherwise."
        ),
        handler=create,
        who="key",
        input=SavedAddressParameters,
        output=AddressRecord,
        statuses=(201,),
        examples=(Example(name="Where to send by default", given={"address": _GIVEN}),),
    ),
    Operation(
        method="PUT",
        path=f"{_PATH}/{{id}}",
        name="changeUserAddress",
        tag=PEOPLE,
        summary="Change some fields of a saved address",
        handler=update,
        who="key",
        input=SavedAddressParameters,
        output=AddressRecord,
        examples=(Example(name="Another city", given={"address": {"city": "Baltimore"}}),),
    ),
    Operation(
        method="DELETE",
        path=f"{_PATH}/{{id}}",
        name="forgetUserAddress",
        tag=PEOPLE,
        summary="Forget a saved address",
        handler=forget,
        who="key",
        statuses=(204,),
        refusals=(401, 404),
    ),
)
