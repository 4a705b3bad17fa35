"""The promotions that a placed order was agreed under: those it had go on, and no others come."""

from collections.abc import Mapping

import msgspec

from ringup.domain.facts import Facts, Promotion
from ringup.domain.order import Adjustment, Order

replace = msgspec.structs.replace


def as_agreed(order: Order, facts: Facts) -> Facts:
    """Give the facts as they concern a placed order: its own promotions alone, never out of date.

    Rules are asked all the same, and what others have used up meanwhile stays used up.
    """
    own = {
        id_: replace(facts.shop.promotions[id_], starts_at=None, expires_at=None)
        for id_ in sorted(_had(order))
        if id_ in facts.shop.promotions
    }
    automatic = _automatic(order, own)
    shop = replace(facts.shop, automatic_promotions=automatic, promotions=own)
    return replace(facts, shop=shop)


def remembered(order: Order, facts: Facts) -> Order:
    """Leave a trace of the order's automatic promotions that give nothing just now.

    Whoever replaces one thing by another does not lose on the way what is given for both; coupons
    need no trace.
    """
    giving = {adjustment.promotion_id for adjustment in order.all_adjustments}
    resting = (each for each in facts.shop.automatic_promotions if each.id not in giving)
    traces = tuple(_trace(promotion, facts) for promotion in resting)
    return replace(order, adjustments=(*order.adjustments, *traces)) if traces else order


def _had(order: Order) -> set[int]:
    given = (adjustment.promotion_id for adjustment in order.all_adjustments)
    entered = (coupon.promotion_id for coupon in order.coupons)
    return {promotion_id for promotion_id in (*given, *entered) if promotion_id is not None}


def _automatic(order: Order, promotions: Mapping[int, Promotion]) -> tuple[Promotion, ...]:
    entered = {coupon.promotion_id for coupon in order.coupons}
    return tuple(each for id_, each in promotions.items() if id_ not in entered)


def _trace(promotion: Promotion, facts: Facts) -> Adjustment:
    return Adjustment(
        id=0,
        source="promotion",
        source_id=promotion.actions[0].id if promotion.actions else None,
        promotion_id=promotion.id,
        label=f"Promotion ({promotion.name})",
        amount=0,
        eligible=False,
        created_at=facts.now,
        updated_at=facts.now,
    )
