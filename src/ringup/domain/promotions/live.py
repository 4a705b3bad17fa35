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
    now = facts.now
    for promotion in candidates(order, facts):
        if (
            (promotion.starts_at is None or has_begun(promotion, now))
            and (promotion.expires_at is None or not has_expired(promotion, now))
            and (promotion.usage_limit is None or not is_used_up(promotion, facts))
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
    # The first rule that holds settles "any", the first that does not settles "all".
    settling = promotion.match == "any"
    for rule in promotion.rules:
        if rule.holds(order, facts, promotion) is settling:
            return settling
    return not settling or not promotion.rules
