"""What runs out beside stock and money: promotions with a limit."""

from sqlalchemy import func, select

from ringup.persistence.examining.checks import Check
from ringup.persistence.schema import promotion_uses, promotions

_uses = (
    select(func.count()).where(promotion_uses.c.promotion_id == promotions.c.id).scalar_subquery()
)
_limited = select(
    promotions.c.name,
    promotions.c.usage_limit,
    promotions.c.used,
    _uses.label("uses"),
).where(promotions.c.usage_limit.is_not(None))

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
)
