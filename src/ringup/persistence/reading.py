"""A look at the store, the same on both databases."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec

from ringup.domain.facts import Buyer, Facts, Promotion, Shop, Uses
from ringup.domain.order import Address, Card, Order, order_id_of
from ringup.domain.payments.gift_cards import GiftCard
from ringup.domain.promotions.rules.one_per_customer import OnePerCustomer
from ringup.domain.variants import Variant
from ringup.persistence import cursors
from ringup.persistence.accounts import gift_cards_among
from ringup.persistence.assembling import Hold, Level, assembled, stocked
from ringup.persistence.known import Goods, Known
from ringup.persistence.records import folded
from ringup.persistence.session import Rows, Session
from ringup.persistence.statements import Found, Statement
from ringup.services.event_log import Cursor
from ringup.services.ports.caller import Caller
from ringup.services.ports.clock import Clock
from ringup.services.ports.stock import Arrival
from ringup.services.ports.store import PlacedAt, Wanted

_CALLER = (
    "SELECT k.id, u.id, u.email, u.admin FROM api_keys AS k JOIN users AS u ON u.id = k.user_id"
    " WHERE k.key_hash = $1 AND (k.revoked_at IS NULL OR k.revoked_at > $2)"
    " AND u.deleted_at IS NULL"
)
_OPEN_ORDER = (
    "SELECT id FROM orders WHERE user_id = $1 AND completed_at IS NULL AND canceled_at IS NULL"
    " ORDER BY created_at DESC, id DESC LIMIT 1"
)
_OPEN_ORDER_AT_STORE = _OPEN_ORDER.replace("$1", "$1 AND store_id = $2")
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
_PLACED = (
    "SELECT id FROM orders WHERE completed_at IS NOT NULL AND (completed_at, id) > ($1, $2)"
    " ORDER BY completed_at, id LIMIT $3"
)
_USERS = "SELECT email_folded, id FROM users WHERE deleted_at IS NULL AND email_folded IN ({})"
_DUE_ATTEMPTS = (
    "SELECT order_id, min(due_at) FROM payment_attempts WHERE state = 'open' AND due_at <= $1"
    " GROUP BY order_id ORDER BY 2 LIMIT $2"
)
_EXPIRED_HOLDS = (
    "SELECT order_id, min(expires_at) FROM stock_holds WHERE expires_at <= $1"
    " GROUP BY order_id ORDER BY 2 LIMIT $2"
)
_LEFT = (
    "SELECT o.id FROM orders AS o WHERE o.completed_at IS NULL AND o.abandoned_at IS NULL"
    " AND o.email IS NOT NULL AND o.created_at <= $1 AND o.updated_at <= $1 AND NOT o.placing"
    " ORDER BY o.created_at, o.id LIMIT $2"
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


_UNKNOWN = (None, None, None)
"""The stamp of no order."""


class _FactsDocument(msgspec.Struct, frozen=True, kw_only=True):
    """The facts as ``documents`` asks for them, without the things to buy."""

    shop_version: int
    catalogue_version: int
    buyer: Buyer | None
    completed_orders_by_email: int


_SIGNING = "SELECT value FROM shop_secrets WHERE name = 'signing'"

_decode_facts: Callable[[str], _FactsDocument] = msgspec.json.Decoder(_FactsDocument).decode
_decode_stock: Callable[[str], tuple[Level, ...]] = msgspec.json.Decoder(tuple[Level, ...]).decode
_decode_holds: Callable[[str], tuple[Hold, ...]] = msgspec.json.Decoder(tuple[Hold, ...]).decode
_decode_variants: Callable[[str], tuple[Variant, ...]] = msgspec.json.Decoder(
    tuple[Variant, ...]
).decode


class StoreReading:
    """Fits ``ports.store.Reading``."""

    def __init__(self, session: Session, known: Known, clock: Clock) -> None:
        """Look through a connection, beginning with what this process knows."""
        self._session = session
        self._known = known
        self._clock = clock

    async def select(
        self, statement: Statement, parameters: Mapping[str, Any] | None = None
    ) -> list[Found]:
        """Run a Core select and give its rows as dicts, by column name or label."""
        return await self._session.select(statement, parameters)

    async def shop(self) -> Shop:
        """Give the shop; it is read again when it has changed."""
        return await self._known.shop.current(self._session)

    async def caller_by_key(self, key_hash: bytes) -> Caller | None:
        found = await self._session.fetch(_CALLER, key_hash, self._session.moment(self.now()))
        for key_id, user_id, email, admin in found:
            return Caller(key_id=key_id, user_id=user_id, email=email, admin=bool(admin))
        return None

    async def peek(self, order_id: int, wanted: Wanted) -> tuple[Order, Facts] | None:
        known = self._known.orders.get(order_id)
        found = await self._read_order(self._session.documents.order, order_id, wanted, known)
        for row in found:
            return await self._put_together(row, wanted, known)
        return None

    async def _read_order(
        self, sql: str, order_id: int, wanted: Wanted, known: Order | None
    ) -> Rows:
        stamp = self._stamp(known) if known else _UNKNOWN
        return await self._read(sql, order_id, wanted, *stamp)

    async def _put_together(
        self, row: Sequence[Any], wanted: Wanted, known: Order | None
    ) -> tuple[Order, Facts]:
        """Make an order of what was read; without texts it is the one that is known.

        Where the same lies there as when it was last read, its facts go on from what was worked out
        then.
        """
        document, stock, holds, *texts = row
        order = assembled(texts) if known is None or texts[0] is not None else known
        self._seen(order)
        read = _decode_facts(document)
        goods = Goods(read.catalogue_version, stock, holds)
        earlier = self._known.goods.get(order.id, goods)
        facts = await (self._facts_again(read, earlier) if earlier else self._facts(read, goods))
        facts = await self._with_gift_cards(_at_store_of(order, facts), wanted, order)
        facts = await self._with_uses(facts, wanted, order)
        if earlier is not None:
            facts.go_on_from(earlier)
        self._known.goods.keep(order.id, goods, facts)
        return order, facts

    async def peek_many(self, order_ids: Sequence[int]) -> Sequence[tuple[Order, Facts]]:
        """Load orders whole, each with its facts, in one statement; unknown ids are left out.

        How often their coupons were used is not among the facts: nothing is priced by them.
        """
        nothing = self._session.listed(())
        ids = self._session.listed(order_ids)
        found = await self._session.fetch(
            self._session.documents.orders, ids, nothing, nothing, *_UNKNOWN
        )
        facts = await self._facts_of(found)
        orders = [assembled(texts) for _, _, _, *texts in found]
        own = map(_at_store_of, orders, facts)
        return list(zip(orders, own, strict=True))

    async def facts(
        self, wanted: Wanted, *, user_id: int | None = None, currency: str | None = None
    ) -> Facts:
        found = await self._read(self._session.documents.facts, user_id, wanted, currency)
        [facts] = await self._facts_of(found)
        facts = await self._with_gift_cards(facts, wanted, None)
        return await self._with_uses(facts, wanted, None)

    async def placed_orders(self, after: PlacedAt, limit: int) -> Sequence[tuple[Order, Facts]]:
        moment, order_id = after
        ids = await self._order_ids(_PLACED, moment, order_id, limit)
        found = {order.id: (order, facts) for order, facts in await self.peek_many(ids)}
        return [found[each] for each in ids]

    async def user_ids(self, emails: Collection[str]) -> Mapping[str, int]:
        keys = [str(folded(email)) for email in emails]
        asked = _USERS.format(self._session.spelling.texts(1))
        return dict(await self._session.fetch(asked, self._session.listed(keys)))

    async def open_order_of(self, user_id: int, store_id: int | None = None) -> int | None:
        if store_id is None:
            found = await self._session.fetch(_OPEN_ORDER, user_id)
        else:
            found = await self._session.fetch(_OPEN_ORDER_AT_STORE, user_id, store_id)
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

    async def signing_secret(self) -> bytes:
        [[secret]] = await self._session.fetch(_SIGNING)
        return bytes(secret)

    async def address_of_user(self, address_id: int) -> tuple[int, Address] | None:
        for user_id, *fields in await self._session.fetch(_USER_ADDRESS, address_id):
            return user_id, Address(**dict(zip(_USER_ADDRESS_FIELDS, fields, strict=True)))
        return None

    async def orders_with_due_attempts(self, now: datetime, limit: int) -> Sequence[int]:
        return await self._order_ids(_DUE_ATTEMPTS, now, limit)

    async def orders_with_expired_holds(self, now: datetime, limit: int) -> Sequence[int]:
        return await self._order_ids(_EXPIRED_HOLDS, now, limit)

    async def orders_left(self, since: datetime, limit: int) -> Sequence[int]:
        return await self._order_ids(_LEFT, since, limit)

    async def cursor(self, subscriber: str) -> Cursor | None:
        return await cursors.cursor(self._session, subscriber)

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

    async def _order_ids(self, sql: str, now: datetime, *others: int) -> Sequence[int]:
        found = await self._session.fetch(sql, self._session.moment(now), *others)
        return [row[0] for row in found]

    def _stamp(self, order: Order) -> tuple[object, ...]:
        """Give what no other state of the order shares.

        The version alone would not do: where a database lost its last moments with the power, it
        gives their versions again.
        """
        return order.version, self._session.moment(order.updated_at), order.events_hash

    def _seen(self, order: Order) -> None:
        """Keep an order that was read, as it was committed."""
        self._known.orders.keep(order)

    async def _read(self, sql: str, about: int | None, wanted: Wanted, *stamp: object) -> Rows:
        listed = self._session.listed
        ids, skus = listed(tuple(wanted.variant_ids)), listed(tuple(wanted.skus))
        return await self._session.fetch(sql, about, ids, skus, *stamp)

    async def _facts_of(self, rows: Rows) -> list[Facts]:
        read = [(_decode_facts(row[0]), row[1], row[2]) for row in rows]
        return [
            await self._facts(document, Goods(document.catalogue_version, stock, holds))
            for document, stock, holds in read
        ]

    async def _facts(self, read: _FactsDocument, goods: Goods) -> Facts:
        stock, holds = _decode_stock(goods.stock), _decode_holds(goods.holds)
        ids = {level.variant_id for level in stock}
        variants = await self._variants(goods.catalogue_version, ids)
        held_until = min((hold.expires_at for hold in holds), default=None)
        return await self._facts_with(read, stocked(variants, stock, holds), held_until)

    async def _facts_again(self, read: _FactsDocument, earlier: Facts) -> Facts:
        return await self._facts_with(read, earlier.variants, earlier.held_until)

    async def _facts_with(
        self, read: _FactsDocument, variants: Mapping[int, Variant], held_until: datetime | None
    ) -> Facts:
        return Facts(
            now=self.now(),
            shop=await self._known.shop.at(read.shop_version, self._session),
            variants=variants,
            buyer=read.buyer,
            completed_orders_by_email=read.completed_orders_by_email,
            held_until=held_until,
        )

    async def _variants(self, version: int, ids: Collection[int]) -> Mapping[int, Variant]:
        """Give all variants, and fetch what is not known of them."""
        if not ids:
            return {}
        known = self._known.variants
        found = known.at(version, ids)
        missing = [id_ for id_ in ids if id_ not in found]
        if missing:
            listed = self._session.listed(missing)
            [[text]] = await self._session.fetch(self._session.documents.variants, listed)
            fetched = {variant.id: variant for variant in _decode_variants(text)}
            known.keep(fetched)
            found |= fetched
        return found

    async def _with_gift_cards(self, facts: Facts, wanted: Wanted, order: Order | None) -> Facts:
        """Add the gift cards that pay, or are to: most orders have none."""
        payments = order.payments if order else ()
        ids = {p.gift_card_id for p in payments if p.gift_card_id and p.state == "checkout"}
        if not ids and not wanted.gift_cards:
            return facts
        cards = await self.select(gift_cards_among(ids, wanted.gift_cards))
        return msgspec.structs.replace(
            facts, gift_cards={row["id"]: GiftCard(**row) for row in cards}
        )

    async def _with_uses(self, facts: Facts, wanted: Wanted, order: Order | None) -> Facts:
        """Add how often promotions were used, where that matters: most orders have none such.

        Nor does one that was placed, or is being placed: it is priced no more.
        """
        is_priced = order is None or not (order.placing or order.is_complete)
        ids = sorted(_counted(facts.shop, wanted, order)) if is_priced else []
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

    def now(self) -> datetime:
        """Tell the time as both databases keep it, to the millisecond."""
        now = self._clock()
        return now.replace(microsecond=now.microsecond // 1000 * 1000)


def _at_store_of(order: Order, facts: Facts) -> Facts:
    """Give an order's facts with the shop as it is at the order's store."""
    shop = facts.shop.at_store(order.store_id)
    return facts if shop is facts.shop else msgspec.structs.replace(facts, shop=shop)


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
