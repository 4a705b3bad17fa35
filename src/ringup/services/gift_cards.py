"""Gift cards: issued by admins, spent by whoever knows the code.

A code is 192 random bits. It is shown once, in the answer that issues the card, and kept as a
hash; so it can be typed wrongly, but not be guessed.
"""

from datetime import datetime

import msgspec

from ringup.domain.money import NotAnAmount, parsed
from ringup.domain.problems import Invalid, NotFound, Problem
from ringup.services.access import check_admin, fingerprint, known_caller, new_token
from ringup.services.accounts import GiftCardTerms, NewGiftCard, StoredGiftCard
from ringup.services.asking import Asking, Desk
from ringup.services.ports.store import Transaction
from ringup.services.which_store import at_store_wished

DIGITS_SHOWN = 4


class Issue(msgspec.Struct, frozen=True, kw_only=True):
    """What a new gift card is worth, as it was typed. Without a currency it is the shop's."""

    amount: str | None
    currency: str | None = None
    expires_at: datetime | None = None
    note: str | None = None


class ShownGiftCard(msgspec.Struct, frozen=True, kw_only=True):
    """A new gift card with its code in the clear."""

    code: str
    kept: StoredGiftCard

    def __repr__(self) -> str:
        """Show no secret, wherever it may be printed."""
        return f"ShownGiftCard(id={self.kept.id!r})"


async def issue_gift_card(desk: Desk, asking: Asking, issue: Issue) -> ShownGiftCard:
    """Issue a gift card. Raises ``Invalid`` and the refusals of ``access``."""
    code = new_token(asking)

    async def work(transaction: Transaction) -> ShownGiftCard:
        check_admin(await known_caller(transaction, asking))
        new = await _checked(desk, asking, issue, code)
        return ShownGiftCard(code=code, kept=await transaction.accounts.add_gift_card(new))

    return await desk.store.write(work)


async def change_gift_card(
    desk: Desk, asking: Asking, card_id: int, terms: GiftCardTerms
) -> StoredGiftCard:
    """Set when a gift card ends, or its note.

    Raises ``NotFound`` and the refusals of ``access``.
    """

    async def work(transaction: Transaction) -> StoredGiftCard:
        check_admin(await known_caller(transaction, asking))
        changed = await transaction.accounts.change_gift_card(card_id, terms)
        if changed is None:
            raise NotFound
        return changed

    return await desk.store.write(work)


async def end_gift_card(desk: Desk, asking: Asking, card_id: int) -> None:
    """Let a gift card pay no more from now on, whatever is left on it.

    Raises ``NotFound`` and the refusals of ``access``.
    """

    async def work(transaction: Transaction) -> None:
        check_admin(await known_caller(transaction, asking))
        if not await transaction.accounts.end_gift_card(card_id):
            raise NotFound

    await desk.store.write(work)


async def _checked(desk: Desk, asking: Asking, issue: Issue, code: str) -> NewGiftCard:
    shop = at_store_wished(await desk.store.shop(), asking.store)
    currency = (issue.currency or shop.store.default_currency).strip().upper()
    if currency not in shop.currencies:
        text = "is not a currency of this shop"
        raise Invalid(Problem("", "currency", "currency_unsupported", text))
    return NewGiftCard(
        code_hash=fingerprint(code).hex(),
        last_digits=code[-DIGITS_SHOWN:],
        currency=currency,
        amount=_amount(issue.amount, currency),
        expires_at=issue.expires_at,
        note=issue.note,
    )


def _amount(text: str | None, currency: str) -> int:
    if not text:
        raise Invalid(Problem("", "amount", "required", "can't be blank"))
    try:
        amount = parsed(text, currency)
    except NotAnAmount as reason:
        raise Invalid(Problem("", "amount", "amount_invalid", str(reason))) from None
    if amount <= 0:
        raise Invalid(Problem("", "amount", "amount_invalid", "must be greater than 0"))
    return amount
