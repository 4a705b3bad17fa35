"""A look at the store, the same on both databases."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec

from ringup.domain.facts import Buyer, Facts, Uses, Variant
from ringup.domain.order import Order
from ringup.persistence.session import Rows, Session
from ringup.persistence.shop import KnownShop
from ringup.persistence.statements import Found, Statement
from ringup.services.ports import Caller, Clock, Wanted

_CALLER = (
    "SELECT k.id, u.id, u.email, u.admin FROM api_keys AS k JOIN users AS u ON u.id = k.user_id"
    " WHERE k.key_hash = $1 AND k.revoked_at IS NULL"
)
_OPEN_ORDER = (
    "SELECT id FROM orders WHERE user_id = $1 AND completed_at IS NULL AND canceled_at IS NULL"
    " ORDER BY created_at DESC, id DESC LIMIT 1"
)
_DUE_ATTEMPTS = (
    "SELECT order_id, min(due_at) FROM payment_attempts WHERE state = 'open' AND due_at <= $1"
    " GROUP BY order_id ORDER BY 2 LIMIT $2"
)
_EXPIRED_HOLDS = (
    "SELECT order_id, min(expires_at) FROM stock_holds WHERE expires_at <= $1"
    " GROUP BY order_id ORDER BY 2 LIMIT $2"
)


class _Uses(msgspec.Struct, frozen=True):
    promotion_id: int
    total: int
    by_buyer: int


class _FactsDocument(msgspec.Struct, frozen=True, kw_only=True):
    """The facts as ``documents`` asks for them."""

    shop_version: int
    variants: tuple[Variant, ...]
    buyer: Buyer | None
    coupon_uses: tuple[_Uses, ...]
    completed_orders_by_email: int
    held_until: datetime | None


_decode_facts: Callable[[str], _FactsDocument] = msgspec.json.Decoder(_FactsDocument).decode
_decode_order: Callable[[str], Order] = msgspec.json.Decoder(Order).decode


class StoreReading:
    """Fits ``ports.Reading``."""

    def __init__(self, session: Session, shop: KnownShop, clock: Clock) -> None:
        """Look through a connection; the shop is the one this process knows."""
        self._session = session
        self._shop = shop
        self._clock = clock

    async def select(
        self, statement: Statement, parameters: Mapping[str, Any] | None = None
    ) -> list[Found]:
        """Run a Core select and give its rows as dicts, by column name or label."""
        return await self._session.select(statement, parameters)

    async def caller_by_key(self, key_hash: bytes) -> Caller | None:
        found = await self._session.fetch(_CALLER, key_hash)
        for key_id, user_id, email, admin in found:
            return Caller(key_id=key_id, user_id=user_id, email=email, admin=bool(admin))
        return None

    async def peek(self, order_id: int, wanted: Wanted) -> tuple[Order, Facts] | None:
        found = await self._read(self._session.documents.order, order_id, wanted)
        for order, facts in found:
            return _decode_order(order), await self._facts_of(facts)
        return None

    async def facts(self, wanted: Wanted, *, user_id: int | None = None) -> Facts:
        [[facts]] = await self._read(self._session.documents.facts, user_id, wanted)
        return await self._facts_of(facts)

    async def open_order_of(self, user_id: int) -> int | None:
        found = await self._session.fetch(_OPEN_ORDER, user_id)
        return found[0][0] if found else None

    async def orders_with_due_attempts(self, now: datetime, limit: int) -> Sequence[int]:
        return await self._order_ids(_DUE_ATTEMPTS, now, limit)

    async def orders_with_expired_holds(self, now: datetime, limit: int) -> Sequence[int]:
        return await self._order_ids(_EXPIRED_HOLDS, now, limit)

    async def _order_ids(self, sql: str, now: datetime, limit: int) -> Sequence[int]:
        found = await self._session.fetch(sql, self._session.moment(now), limit)
        return [row[0] for row in found]

    async def _read(self, sql: str, about: int | None, wanted: Wanted) -> Rows:
        listed = self._session.listed
        return await self._session.fetch(
            sql,
            about,
            listed(tuple(wanted.variant_ids)),
            listed(tuple(wanted.skus)),
            listed([code.casefold() for code in wanted.coupon_codes]),
        )

    async def _facts_of(self, document: str) -> Facts:
        read = _decode_facts(document)
        return Facts(
            now=self._now(),
            shop=await self._shop.at(read.shop_version, self._session),
            variants={variant.id: variant for variant in read.variants},
            buyer=read.buyer,
            coupon_uses={
                uses.promotion_id: Uses(total=uses.total, by_buyer=uses.by_buyer)
                for uses in read.coupon_uses
            },
            completed_orders_by_email=read.completed_orders_by_email,
            held_until=read.held_until,
        )

    def _now(self) -> datetime:
        """Tell the time as both databases keep it, to the millisecond."""
        now = self._clock()
        return now.replace(microsecond=now.microsecond // 1000 * 1000)
