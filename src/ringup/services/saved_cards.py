"""The cards that users keep for their next orders: kept after paying, preferred, forgotten."""

from ringup.domain import completion
from ringup.domain.order import Order
from ringup.domain.problems import Invalid, NotFound, Problem
from ringup.services.access import check_self_or_admin, known_caller
from ringup.services.asking import Asking, Desk
from ringup.services.ports.store import Transaction


async def keep_card(desk: Desk, asking: Asking, user_id: int, payment_id: int) -> int:
    """Keep the card of a payment of one of the user's orders; gives the kept card's id.

    Raises ``Invalid`` where there is no such card, ``NotFound`` and the refusals of ``access``.
    """

    async def work(transaction: Transaction) -> int:
        check_self_or_admin(await known_caller(transaction, asking), user_id)
        known = await transaction.card_used_by(user_id, payment_id)
        if known is None:
            raise Invalid(Problem("", "payment_id", "card_not_found", "does not exist"))
        method_id, card = known
        card_id = await transaction.accounts.add_card(user_id, method_id, card)
        if card_id is None:
            raise NotFound
        return card_id

    return await desk.store.write(work)


async def keep_cards_of(transaction: Transaction, before: Order, after: Order) -> None:
    """Keep the cards that the owner of an order wanted kept, if it has just been placed."""
    for payment in completion.cards_to_keep(before, after):
        if payment.card is not None and after.user_id is not None:
            await transaction.accounts.add_card(
                after.user_id, payment.payment_method_id, payment.card
            )


async def prefer_card(desk: Desk, asking: Asking, user_id: int, card_id: int) -> None:
    """Make a kept card the default one. Raises ``NotFound`` and the refusals of ``access``."""

    async def work(transaction: Transaction) -> None:
        check_self_or_admin(await known_caller(transaction, asking), user_id)
        if not await transaction.accounts.prefer_card(user_id, card_id):
            raise NotFound

    await desk.store.write(work)


async def forget_card(desk: Desk, asking: Asking, user_id: int, card_id: int) -> None:
    """Forget a kept card. Raises ``NotFound`` and the refusals of ``access``."""

    async def work(transaction: Transaction) -> None:
        check_self_or_admin(await known_caller(transaction, asking), user_id)
        if not await transaction.accounts.remove_card(user_id, card_id):
            raise NotFound

    await desk.store.write(work)
