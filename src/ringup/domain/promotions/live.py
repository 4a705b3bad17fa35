"""Which promotions are live for an order: by date, by use, by code and by rule."""

from collections.abc import Iterator
from datetime import datetime

from ringup.domain.facts import Facts, Promotion, Uses
from ringup.domain.order import Order

_UNUSED = Uses()


def live(order: Order, facts: Facts) -> Iterator[Promotion]:
    """Give every promotion that does something for the order now, the automatic ones first.

    A coupon whose promotion does not qualify stays entered and comes back when it does.
    """
    for promotion in candidates(order, facts):
        if (
            is_running(promotion, facts.now)
            and not is_used_up(promotion, facts)
            and qualifies(order, facts, promotion)
        ):
            yield promotion


def candidates(order: Order, facts: Facts) -> Iterator[Promotion]:
    """Give the automatic promotions, then those whose codes were entered."""
    yield from facts.shop.automatic_promotions
    for coupon in order.coupons:
        promotion = facts.shop.promotions.get(coupon.promotion_id)
        if promotion is not None:
            yield promotion


def is_running(promotion: Promotion, now: datetime) -> bool:
    """Tell whether the promotion has begun and has not expired."""
    return has_begun(promotion, now) and not has_expired(promotion, now)


def has_begun(promotion: Promotion, now: datetime) -> bool:
    """Tell whether the first moment of the promotion has come."""
    return promotion.starts_at is None or promotion.starts_at <= now


def has_expired(promotion: Promotion, now: datetime) -> bool:
    """Tell whether the promotion is over; ``expires_at`` is the first moment without it."""
    return promotion.expires_at is not None and promotion.expires_at <= now


def is_used_up(promotion: Promotion, facts: Facts) -> bool:
    """Tell whether other orders have used the promotion as often as it may be."""
    if promotion.usage_limit is None:
        return False
    return facts.coupon_uses.get(promotion.id, _UNUSED).total >= promotion.usage_limit


def qualifies(order: Order, facts: Facts, promotion: Promotion) -> bool:
    """Tell whether all rules hold, or any where the promotion says so; none is no hindrance."""
    rules = promotion.rules
    if promotion.match == "any" and rules:
        return any(rule.holds(order, facts, promotion) for rule in rules)
    return all(rule.holds(order, facts, promotion) for rule in rules)
