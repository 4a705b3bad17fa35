"""Money that buyers have with the shop: what store credits and gift cards count, and who spent."""

from collections.abc import Iterator
from typing import NamedTuple

from sqlalchemy import ColumnElement, Select, Table, select

from ringup.domain.money import amount_for_people
from ringup.persistence.examining.checks import Check, Words, total
from ringup.persistence.schema import (
    gift_card_events,
    gift_cards,
    orders,
    store_credit_events,
    store_credits,
)
from ringup.persistence.statements import Found


class _Purse(NamedTuple):
    """A kind of what money lies in, the events that move it, and the rule for orders gone."""

    name: str
    purses: Table
    events: Table
    of: ColumnElement[int]
    by_nobody: str


_PURSES = (
    _Purse(
        "store_credit",
        store_credits,
        store_credit_events,
        store_credit_events.c.store_credit_id,
        "spent_by_nobody",
    ),
    _Purse(
        "gift_card",
        gift_cards,
        gift_card_events,
        gift_card_events.c.gift_card_id,
        "gift_card_spent_by_nobody",
    ),
)


def _checks(purse: _Purse) -> Iterator[Check]:
    purses, events = purse.purses, purse.events
    spent = select(total(events.c.amount)).where(purse.of == purses.c.id).scalar_subquery()
    amounts = select(
        purses.c.id, purses.c.currency, purses.c.amount, purses.c.used, spent.label("spent")
    )
    yield Check(
        rule=f"{purse.name}_count_differs",
        breaches=amounts.where(purses.c.used != spent),
        tell=lambda row: _used(purse, row, row["spent"]),
    )
    yield Check(
        rule=f"{purse.name}_overspent",
        breaches=amounts.where(purses.c.used > purses.c.amount),
        tell=lambda row: _used(purse, row, row["amount"]),
    )
    yield Check(
        rule=purse.by_nobody,
        breaches=_kept_by_nobody(purse),
        tell=lambda row: _by_nobody(purse, row),
    )


def _kept_by_nobody(purse: _Purse) -> Select[tuple[int, int, int]]:
    order_id, kept = purse.events.c.order_id, total(purse.events.c.amount)
    return (
        select(purse.of.label("id"), order_id, kept.label("kept"))
        .where(~select(1).where(orders.c.id == order_id).exists())
        .group_by(purse.of, order_id)
        .having(kept != 0)
    )


def _used(purse: _Purse, row: Found, expected: int) -> Words:
    currency = row["currency"]
    return (
        _about(purse, row),
        amount_for_people(expected, currency),
        amount_for_people(row["used"], currency),
    )


def _by_nobody(purse: _Purse, row: Found) -> Words:
    expected = f"0 spent by order {row['order_id']}, which is gone"
    return _about(purse, row), expected, row["kept"]


def _about(purse: _Purse, row: Found) -> str:
    return f"{purse.name.replace('_', ' ')} {row['id']}"


CHECKS = tuple(check for purse in _PURSES for check in _checks(purse))
