"""A look at the store, the same on both databases."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec

from ringup.domain.facts import Buyer, Facts, Promotion, Shop, Uses, Variant
from ringup.domain.order import Address, Card, Order, order_id_of
from ringup.domain.promotions.rules.one_per_customer import OnePerCustomer
from ringup.persistence.assembling import assembled
from ringup.persistence.records import folded
from ringup.persistence.session import Rows, Session
from ringup.persistence.shop import KnownShop
from ringup.persistence.statements import Found, Statement
from ringup.services.ports import Arrival, Caller, Clock, Wanted

_CALLER = (
    "SELECT k.id, u.id, u.email, u.admin FROM api_keys AS k JOIN users AS u ON u.id = k.user_id"
    " WHERE k.key_hash = $1 AND k.revoked_at IS NULL"
)
_OPEN_ORDER = (
    "SELECT id FROM orders WHERE user_id = $1 AND completed_at IS NULL AND canceled_at IS NULL"
    " ORDER BY created_at DESC, id DESC LIMIT 1"
)
_SAVED_CARD = (
    "SELECT payment_method_id, brand, last_digits, month, year, name, token FROM saved_cards"
    " WHERE id = $1 AND user_id = $2"
)
_CARD_OF_ORDER = (
    "SELECT payment_method_id, card_brand, card_last_digits, card_month, card_year, card_name,"
    " card_token FROM payments AS p JOIN orders AS o ON o.id = p.order_id"
    " WHERE p.order_id = $3 AND p.id = $1 AND o.user_id = $2 AND p.card_token IS NOT NULL"
)
_USER_ADDRESS_FIELDS = tuple(Address.__struct_fields__)
_USER_ADDRESS = (
    f"SELECT user_id, {', '.join(_USER_ADDRESS_FIELDS)} FROM user_addresses WHERE id = $1"
)
_DUE_ATTEMPTS = (
    "SELECT order_id, min(due_at) FROM payment_attempts WHERE state = 'open' AND due_at <= $1"
    " GROUP BY order_id ORDER BY 2 LIMIT $2"
)
_EXPIRED_HOLDS = (
    "SELECT order_id, min(expires_at) FROM stock_holds WHERE expires_at <= $1"
    " GROUP BY order_id ORDER BY 2 LIMIT $2"
)

_ARRIVALS = (
    "SELECT variant_id, stock_location_id,"
    " CASE WHEN count_on_hand < held THEN count_on_hand + backordered - held ELSE backordered END"
    " FROM stock_items WHERE backordered > 0 AND count_on_hand + backordered > held"
    " ORDER BY 1, 2 LIMIT $1"
)
_WAITING = (
    "SELECT o.id FROM orders AS o WHERE o.completed_at IS NOT NULL AND o.canceled_at IS NULL"
    " AND o.id IN (SELECT i.order_id FROM shipment_items AS i JOIN shipments AS s"
    " ON s.order_id = i.order_id AND s.id = i.shipment_id"
    " WHERE i.variant_id = $1 AND i.state = 'backordered' AND s.stock_location_id = $2)"
    " ORDER BY o.completed_at, o.id LIMIT $3"
)


class _FactsDocument(msgspec.Struct, frozen=True, kw_only=True):
    """The facts as ``documents`` asks for them."""

    shop_version: int
    variants: tuple[Variant, ...]
    buyer: Buyer | None
    completed_orders_by_email: int
    held_until: datetime | None


_decode_facts: Callable[[str], _FactsDocument] = msgspec.json.Decoder(_FactsDocument).decode


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

    async def shop(self) -> Shop:
        """Give the shop as this process last read it."""
        return await self._shop.any(self)

    async def caller_by_key(self, key_hash: bytes) -> Caller | None:
        found = await self._session.fetch(_CALLER, key_hash)
        for key_id, user_id, email, admin in found:
            return Caller(key_id=key_id, user_id=user_id, email=email, admin=bool(admin))
        return None

    async def peek(self, order_id: int, wanted: Wanted) -> tuple[Order, Facts] | None:
        found = await self._read(self._session.documents.order, order_id, wanted)
        for document, *texts in found:
            order = assembled(texts)
            facts = await self._facts_of(document)
            return order, await self._with_uses(facts, wanted, order)
        return None

    async def peek_many(self, order_ids: Sequence[int]) -> Sequence[tuple[Order, Facts]]:
        """Load orders whole, each with its facts, in one statement; unknown ids are left out.

        How often their coupons were used is not among the facts: nothing is priced by them.
        """
        nothing = self._session.listed(())
        ids = self._session.listed(order_ids)
        found = await self._session.fetch(self._session.documents.orders, ids, nothing, nothing)
        return [(assembled(texts), await self._facts_of(document)) for document, *texts in found]

    async def facts(self, wanted: Wanted, *, user_id: int | None = None) -> Facts:
        [[document]] = await self._read(self._session.documents.facts, user_id, wanted)
        facts = await self._facts_of(document)
        return await self._with_uses(facts, wanted, None)

    async def open_order_of(self, user_id: int) -> int | None:
        found = await self._session.fetch(_OPEN_ORDER, user_id)
        return found[0][0] if found else None

    async def card_used_by(self, user_id: int, source_id: int) -> tuple[int, Card] | None:
        order_id = order_id_of(source_id)
        if order_id:
            found = await self._session.fetch(_CARD_OF_ORDER, source_id, user_id, order_id)
        else:
            found = await self._session.fetch(_SAVED_CARD, source_id, user_id)
        for method_id, *fields in found:
            return method_id, Card(**dict(zip(Card.__struct_fields__, fields, strict=True)))
        return None

    async def address_of_user(self, address_id: int) -> tuple[int, Address] | None:
        for user_id, *fields in await self._session.fetch(_USER_ADDRESS, address_id):
            return user_id, Address(**dict(zip(_USER_ADDRESS_FIELDS, fields, strict=True)))
        return None

    async def orders_with_due_attempts(self, now: datetime, limit: int) -> Sequence[int]:
        return await self._order_ids(_DUE_ATTEMPTS, now, limit)

    async def orders_with_expired_holds(self, now: datetime, limit: int) -> Sequence[int]:
        return await self._order_ids(_EXPIRED_HOLDS, now, limit)

    async def places_with_arrivals(self, limit: int) -> Sequence[Arrival]:
        return [
            Arrival(variant_id=variant_id, stock_location_id=location_id, quantity=quantity)
            for variant_id, location_id, quantity in await self._session.fetch(_ARRIVALS, limit)
        ]

    async def orders_waiting_for(
        self, variant_id: int, stock_location_id: int, limit: int
    ) -> Sequence[int]:
        found = await self._session.fetch(_WAITING, variant_id, stock_location_id, limit)
        return [row[0] for row in found]

    async def _order_ids(self, sql: str, now: datetime, limit: int) -> Sequence[int]:
        found = await self._session.fetch(sql, self._session.moment(now), limit)
        return [row[0] for row in found]

    async def _read(self, sql: str, about: int | None, wanted: Wanted) -> Rows:
        listed = self._session.listed
        ids, skus = listed(tuple(wanted.variant_ids)), listed(tuple(wanted.skus))
        return await self._session.fetch(sql, about, ids, skus)

    async def _facts_of(self, document: str) -> Facts:
        read = _decode_facts(document)
        return Facts(
            now=self._now(),
            shop=await self._shop.at(read.shop_version, self._session),
            variants={variant.id: variant for variant in read.variants},
            buyer=read.buyer,
            completed_orders_by_email=read.completed_orders_by_email,
            held_until=read.held_until,
        )

    async def _with_uses(self, facts: Facts, wanted: Wanted, order: Order | None) -> Facts:
        """Add how often promotions were used, where that matters: most orders have none such."""
        ids = sorted(_counted(facts.shop, wanted, order))
        if not ids:
            return facts
        email = folded(order.email) if order else None
        buyer = facts.buyer.id if facts.buyer else None
        found = await self._session.fetch(
            self._session.documents.uses,
            self._session.listed(ids),
            order.id if order else 0,
            buyer,
            email,
        )
        uses = {id_: Uses(total=total, by_buyer=by_buyer) for id_, total, by_buyer in found}
        return msgspec.structs.replace(facts, coupon_uses=uses)

    def _now(self) -> datetime:
        """Tell the time as both databases keep it, to the millisecond."""
        now = self._clock()
        return now.replace(microsecond=now.microsecond // 1000 * 1000)


def _counted(shop: Shop, wanted: Wanted, order: Order | None) -> Iterator[int]:
    """Name the promotions whose uses the rules may ask for."""
    if order is not None:
        yield from (coupon.promotion_id for coupon in order.coupons)
    for code in wanted.coupon_codes:
        promotion = shop.promotions_by_code.get(code.casefold())
        if promotion is not None:
            yield promotion.id
    yield from (promotion.id for promotion in shop.automatic_promotions if _is_limited(promotion))


def _is_limited(promotion: Promotion) -> bool:
    once = any(isinstance(rule, OnePerCustomer) for rule in promotion.rules)
    return once or promotion.usage_limit is not None
