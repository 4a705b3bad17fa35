"""What an order claims of things that run out: uses of promotions, and prepaid money."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

import msgspec

from ringup.domain.money import Minor, Money
from ringup.domain.order import Order
from ringup.persistence.records import Row, folded
from ringup.persistence.session import Session
from ringup.persistence.spelling import Spelling, Type

_SPENT: Mapping[str, Type] = {"id": "bigint", "amount": "bigint"}


class ClaimStatements:
    """The statements, in one database's spelling."""

    def __init__(self, say: Spelling) -> None:
        """Write them once."""
        self.use = (
            "INSERT INTO promotion_uses (promotion_id, order_id, user_id, email_folded, at)"
            f" SELECT p.id, {say.typed(2, 'bigint')}, {say.typed(3, 'bigint')},"
            f" {say.typed(4, 'text')}, {say.typed(5, 'timestamptz')}"
            f" FROM promotions AS p WHERE p.id IN ({say.numbers(1)})"
            " ON CONFLICT (promotion_id, order_id) DO NOTHING RETURNING promotion_id,"
            " (SELECT p.usage_limit IS NOT NULL FROM promotions AS p WHERE p.id = promotion_id)"
        )
        # Only where there is a limit: a promotion that everybody may use is no queue.
        self.count = (
            f"UPDATE promotions SET used = used + 1 WHERE id IN ({say.numbers(1)})"
            " AND usage_limit IS NOT NULL RETURNING id, used > usage_limit"
        )
        self.unuse = "DELETE FROM promotion_uses WHERE order_id = $1 RETURNING promotion_id"
        self.uncount = (
            f"UPDATE promotions SET used = used - 1 WHERE id IN ({say.numbers(1)})"
            " AND usage_limit IS NOT NULL AND used > 0"
        )
        self.credits = (
            "SELECT id, amount - used FROM store_credits"
            f" WHERE user_id = $1 AND currency = $2 AND used < amount ORDER BY id {say.locking}"
        )
        self.spent = (
            "SELECT store_credit_id, sum(amount) FROM store_credit_events WHERE order_id = $1"
            " GROUP BY store_credit_id HAVING sum(amount) > 0 ORDER BY store_credit_id DESC"
        )
        rows = say.rows(1, _SPENT)
        spent = (
            f"UPDATE store_credits AS c SET used = used + r.amount FROM {rows} WHERE c.id = r.id"
        )
        booked = (
            "INSERT INTO store_credit_events (store_credit_id, order_id, amount, at)"
            f" SELECT r.id, {say.typed(2, 'bigint')}, r.amount, {say.typed(3, 'timestamptz')}"
            f" FROM {rows}"
        )
        self.spend = (spent, booked)
        # What is on a card is looked at by the very statement that takes it.
        self.take_off_cards = (
            f"UPDATE gift_cards AS g SET used = g.used + r.amount FROM {rows} WHERE g.id = r.id"
            f" AND g.used + r.amount <= g.amount AND g.currency = {say.typed(2, 'text')}"
            f" AND (g.expires_at IS NULL OR g.expires_at > {say.typed(3, 'timestamptz')})"
            " RETURNING 1"
        )
        self.put_on_cards = (
            f"UPDATE gift_cards AS g SET used = g.used + r.amount FROM {rows} WHERE g.id = r.id"
        )
        self.book_cards = (
            "INSERT INTO gift_card_events (gift_card_id, order_id, amount, at)"
            f" SELECT r.id, {say.typed(2, 'bigint')}, r.amount, {say.typed(3, 'timestamptz')}"
            f" FROM {rows}"
        )


async def use_promotions(
    session: Session, sql: ClaimStatements, order: Order, ids: Sequence[int], now: datetime
) -> Sequence[int]:
    """Count a use of each, once for an order; gives those that had run out."""
    asked = session.listed(sorted(set(ids)))
    at = session.moment(now)
    used = await session.change(sql.use, asked, order.id, order.user_id, folded(order.email), at)
    limited = sorted(promotion_id for promotion_id, is_limited in used if is_limited)
    counted = await session.change(sql.count, session.listed(limited)) if limited else ()
    return [promotion_id for promotion_id, ran_out in counted if ran_out]


async def unuse_promotions(session: Session, sql: ClaimStatements, order: Order) -> None:
    """Take back every use of the order."""
    used = await session.change(sql.unuse, order.id)
    if used:
        await session.change(sql.uncount, session.listed(sorted(row[0] for row in used)))


async def spend_credit(
    session: Session, sql: ClaimStatements, order: Order, amount: Money, now: datetime
) -> bool:
    """Spend the owner's credit, the oldest first; ``False`` if there is not enough."""
    found = await session.change(sql.credits, order.user_id, amount.currency)
    spent = _spread(amount.minor, found)
    if sum(row["amount"] for row in spent) < amount.minor:
        return False
    await _book(session, sql, order, spent, now)
    return True


async def unspend_credit(
    session: Session, sql: ClaimStatements, order: Order, amount: Money, now: datetime
) -> None:
    """Give back what the order spent, the newest credit first, at most what it spent."""
    found = await session.fetch(sql.spent, order.id)
    returned = [{**row, "amount": -row["amount"]} for row in _spread(amount.minor, found)]
    await _book(session, sql, order, returned, now)


async def spend_gift_cards(
    session: Session,
    sql: ClaimStatements,
    order: Order,
    amounts: Mapping[int, Minor],
    now: datetime,
) -> bool:
    """Take so much off each card; ``False`` if one has not got it, or can no longer pay."""
    rows, at = _listed(amounts), session.moment(now)
    taken = await session.change(sql.take_off_cards, rows, order.currency, at)
    if len(taken) < len(amounts):
        return False
    await session.change(sql.book_cards, rows, order.id, at)
    return True


async def unspend_gift_cards(
    session: Session,
    sql: ClaimStatements,
    order: Order,
    amounts: Mapping[int, Minor],
    now: datetime,
) -> None:
    """Put so much back onto each card, also onto one that has expired since."""
    rows = _listed({card_id: -amount for card_id, amount in amounts.items()})
    await session.change(sql.put_on_cards, rows)
    await session.change(sql.book_cards, rows, order.id, session.moment(now))


def _listed(amounts: Mapping[int, Minor]) -> str:
    rows = [{"id": card_id, "amount": amount} for card_id, amount in sorted(amounts.items())]
    return msgspec.json.encode(rows).decode()


async def _book(
    session: Session, sql: ClaimStatements, order: Order, rows: Sequence[Row], now: datetime
) -> None:
    if rows:
        booked = msgspec.json.encode(rows).decode()
        await session.together(sql.spend, booked, order.id, session.moment(now))


def _spread(amount: Minor, purses: Iterable[Sequence[int]]) -> list[Row]:
    """Take the amount from one credit after the other."""
    rows: list[Row] = []
    for credit_id, left in purses:
        taken = min(amount, int(left))
        if taken > 0:
            rows.append({"id": credit_id, "amount": taken})
        amount -= taken
    return rows
