"""The addresses that users keep for their next orders: kept, mended, preferred and forgotten."""

import msgspec

from ringup.domain.addresses import checked, merged
from ringup.domain.changes import GivenAddress
from ringup.domain.facts import Facts
from ringup.domain.order import Address
from ringup.domain.problems import NotFound
from ringup.services.access import check_self_or_admin, check_user, known_caller
from ringup.services.accounts import Preferred
from ringup.services.asking import Asking, Desk
from ringup.services.ports.store import Transaction, Wanted
from ringup.services.read_order import AddressView


async def save_address(
    desk: Desk, asking: Asking, user_id: int, given: GivenAddress, preferred: Preferred
) -> AddressView:
    """Keep another address. Raises ``Invalid``, ``NotFound`` and the refusals of ``access``."""

    async def work(transaction: Transaction) -> AddressView:
        check_self_or_admin(await known_caller(transaction, asking), user_id)
        facts = await transaction.facts(Wanted(), user_id=user_id)
        address = checked(given, facts, 0, "")
        id_ = await transaction.accounts.add_address(user_id, address, preferred)
        if id_ is None:
            raise NotFound
        return _view(address, id_, facts)

    return await desk.store.write(work)


async def mend_address(  # noqa: PLR0913 - the desk, who asks, which one and what of it
    desk: Desk,
    asking: Asking,
    address_id: int,
    given: GivenAddress,
    preferred: Preferred,
    *,
    user_id: int | None = None,
) -> AddressView:
    """Change some fields of a saved address, which must be that user's if one is named.

    Raises as ``save_address``; somebody else's is not found.
    """

    async def work(transaction: Transaction) -> AddressView:
        owner, old = await _found(transaction, asking, address_id, user_id)
        facts = await transaction.facts(Wanted(), user_id=owner)
        address = checked(merged(old, given, facts), facts, address_id, "")
        await transaction.accounts.set_address(owner, address, preferred)
        return _view(address, address_id, facts)

    return await desk.store.write(work)


async def forget_address(desk: Desk, asking: Asking, user_id: int, address_id: int) -> None:
    """Forget a saved address; orders have copies of their own. Raises as ``mend_address``."""

    async def work(transaction: Transaction) -> None:
        await _found(transaction, asking, address_id, user_id)
        await transaction.accounts.remove_address(address_id)

    await desk.store.write(work)


async def _found(
    transaction: Transaction, asking: Asking, address_id: int, user_id: int | None
) -> tuple[int, Address]:
    caller = await known_caller(transaction, asking)
    check_user(caller)
    found = await transaction.address_of_user(address_id)
    if found is None or (user_id is not None and found[0] != user_id):
        raise NotFound
    check_self_or_admin(caller, found[0])
    return found


def _view(address: Address, id_: int, facts: Facts) -> AddressView:
    return AddressView(address=msgspec.structs.replace(address, id=id_), facts=facts)
