"""Before an order is touched, cards become their gateway's tokens, and codes hashes."""

from collections.abc import Sequence

import msgspec

from ringup.domain.changes import AddPayment, Change, GivenCard
from ringup.domain.facts import Shop
from ringup.domain.text import trimmed
from ringup.services.access import fingerprint
from ringup.services.asking import Desk


async def tokenized(desk: Desk, changes: Sequence[Change]) -> tuple[Change, ...]:
    """Replace each typed card by a token. Raises ``Invalid`` naming what is wrong with a card.

    A card given for a method that does not exist is left to the domain, which names the method.
    """
    if not any(isinstance(change, AddPayment) and change.card for change in changes):
        return tuple(changes)
    shop = await desk.store.shop()
    return tuple(_tokenized(desk, shop, change) for change in changes)


def _tokenized(desk: Desk, shop: Shop, change: Change) -> Change:
    if not isinstance(change, AddPayment) or not isinstance(change.card, GivenCard):
        return change
    method = shop.payment_methods.get(change.payment_method_id or 0)
    if method is None or not method.active or method.gateway not in desk.gateways:
        return msgspec.structs.replace(change, card=None)
    if method.spends_gift_card:
        return msgspec.structs.replace(change, card=None, gift_card=_code_hash(change.card))
    card = desk.gateways[method.gateway].tokenize(change.card, desk.clock())
    return msgspec.structs.replace(change, card=card)


def _code_hash(given: GivenCard) -> str | None:
    code = trimmed(given.code)
    return fingerprint(code).hex() if code else None
