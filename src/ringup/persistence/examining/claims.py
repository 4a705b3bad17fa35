"""What runs out beside stock: promotions with a limit, and store credits."""

from sqlalchemy import func, select

from ringup.domain.money import amount_for_people
from ringup.persistence.examining.checks import Check, Words, total
from ringup.persistence.schema import (
    orders,
    promotion_uses,
    promotions,
    store_credit_events,
    store_credits,
)
from ringup.persistence.statements import Found

_uses = (
    select(func.count()).where(promotion_uses.c.promotion_id == promotions.c.id).scalar_subquery()
)
_spent = (
    select(total(store_credit_events.c.amount))
    .where(store_credit_events.c.store_credit_id == store_credits.c.id)
    .scalar_subquery()
)
_limited = select(
    promotions.c.name,
    promotions.c.usage_limit,
    promotions.c.used,
    _uses.label("uses"),
).where(promotions.c.usage_limit.is_not(None))
_credits = select(
    store_credits.c.id,
    store_credits.c.currency,
    store_credits.c.amount,
    store_credits.c.used,
    _spent.label("spent"),
)
_kept_by_nobody = total(store_credit_events.c.amount)


def _credit(row: Found, expected: int) -> Words:
    currency = row["currency"]
    return (
        f"store credit {row['id']}",
        amount_for_people(expected, currency),
        amount_for_people(row["used"], currency),
    )


def _by_nobody(row: Found) -> Words:
    about = f"store credit {row['store_credit_id']}"
    return about, f"0 spent by order {row['order_id']}, which is gone", row["kept"]


CHECKS = (
    Check(
        rule="promotion_count_differs",
        breaches=_limited.where(promotions.c.used != _uses),
        tell=lambda row: (f"promotion {row['name']!r}", row["uses"], row["used"]),
    ),
    Check(
        rule="promotion_over_limit",
        breaches=_limited.where(_uses > promotions.c.usage_limit),
        tell=lambda row: (
            f"promotion {row['name']!r}",
            f"{row['usage_limit']} uses at most",
            row["uses"],
        ),
    ),
    Check(
        rule="store_credit_count_differs",
        breaches=_credits.where(store_credits.c.used != _spent),
        tell=lambda row: _credit(row, row["spent"]),
    ),
    Check(
        rule="store_credit_overspent",
        breaches=_credits.where(store_credits.c.used > store_credits.c.amount),
        tell=lambda row: _credit(row, row["amount"]),
    ),
    Check(
        rule="spent_by_nobody",
        breaches=select(
            store_credit_events.c.store_credit_id,
            store_credit_events.c.order_id,
            _kept_by_nobody.label("kept"),
        )
        .where(~select(1).where(orders.c.id == store_credit_events.c.order_id).exists())
        .group_by(store_credit_events.c.store_credit_id, store_credit_events.c.order_id)
        .having(_kept_by_nobody != 0),
        tell=_by_nobody,
    ),
)
