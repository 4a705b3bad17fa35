"""The coupon codes of an order: entered, refused with a reason, taken back."""

from collections.abc import Callable
from typing import TypeAlias

from msgspec.structs import replace

from ringup.domain.facts import Facts, Promotion
from ringup.domain.order import ChildIds, Coupon, Order
from ringup.domain.pricing.bare import bare
from ringup.domain.pricing.totals import totalled
from ringup.domain.problems import Invalid, Problem
from ringup.domain.promotions.live import has_begun, has_expired, is_used_up, qualifies

NOT_FOUND = "The coupon code you entered doesn't exist. Please try again."
EXPIRED = "The coupon code is expired"
ALREADY_APPLIED = "The coupon code has already been applied to this order"
USED_UP = "Coupon code usage limit exceeded"
NOT_NOW = "This coupon code could not be applied to the cart at this time."

Objection: TypeAlias = Callable[[Order, Facts, Promotion], Problem | None]


def entered(order: Order, facts: Facts, code: str) -> Order:
    """Note a coupon code on the order; ``reprice`` then lets its promotion compete.

    Codes are compared without regard to case and to space around them. Raises ``Invalid`` with
    the first objection there is; a promotion that has not begun is not found yet.
    """
    promotion = facts.shop.promotions_by_code.get(_key(code))
    if promotion is None or not has_begun(promotion, facts.now):
        raise Invalid(_problem("coupon_not_found", NOT_FOUND))
    # Rules are asked about the cart as it is now: lines and prices may just have changed.
    current = totalled(bare(order, facts))
    for objection in OBJECTIONS:
        problem = objection(current, facts, promotion)
        if problem:
            raise Invalid(problem)
    return _with_coupon(order, promotion)


def removed(order: Order, facts: Facts, code: str) -> Order:
    """Take a coupon code back. Raises ``Invalid`` when the order does not have it."""
    promotion = facts.shop.promotions_by_code.get(_key(code))
    wanted = promotion.id if promotion else None
    left = tuple(
        coupon
        for coupon in order.coupons
        if coupon.promotion_id != wanted and _key(coupon.code) != _key(code)
    )
    if len(left) == len(order.coupons):
        raise Invalid(_problem("coupon_not_found", NOT_FOUND))
    return replace(order, coupons=left)


def already_applied(order: Order, _facts: Facts, promotion: Promotion) -> Problem | None:
    """Object to a coupon the order has."""
    if any(coupon.promotion_id == promotion.id for coupon in order.coupons):
        return _problem("coupon_already_applied", ALREADY_APPLIED)
    return None


def expired(_order: Order, facts: Facts, promotion: Promotion) -> Problem | None:
    """Object to a promotion that is over."""
    if has_expired(promotion, facts.now):
        return _problem("coupon_expired", EXPIRED)
    return None


def used_up(_order: Order, facts: Facts, promotion: Promotion) -> Problem | None:
    """Object to a promotion that other orders have used as often as it may be."""
    if is_used_up(promotion, facts):
        return _problem("coupon_usage_limit", USED_UP)
    return None


def not_eligible(order: Order, facts: Facts, promotion: Promotion) -> Problem | None:
    """Object to a promotion whose rules do not hold, in the words of the first that does not."""
    if qualifies(order, facts, promotion):
        return None
    unmet = next(rule for rule in promotion.rules if not rule.holds(order, facts, promotion))
    return _problem("coupon_not_eligible", unmet.refusal(order))


def gives_nothing(order: Order, facts: Facts, promotion: Promotion) -> Problem | None:
    """Object to a promotion that has nothing to take off in this cart.

    Free shipping is for when there is something to send, and no sooner: Spree's clients know that.
    """
    if _gives_something(order, facts, promotion):
        return None
    return _problem("coupon_not_eligible", NOT_NOW)


OBJECTIONS: tuple[Objection, ...] = (
    already_applied,
    expired,
    used_up,
    not_eligible,
    gives_nothing,
)
"""Why a code that exists may be refused, in the order in which a buyer should hear of it."""


def _gives_something(order: Order, facts: Facts, promotion: Promotion) -> bool:
    return any(
        amount > 0
        for entry in promotion.actions
        for _, amount in entry.action.discounts(order, facts)
    )


def _with_coupon(order: Order, promotion: Promotion) -> Order:
    ids = ChildIds(order)
    coupon = Coupon(id=next(ids), promotion_id=promotion.id, code=promotion.code or "")
    return replace(order, coupons=(*order.coupons, coupon), last_child=ids.last)


def _key(code: str) -> str:
    return code.strip().casefold()


def _problem(code: str, message: str) -> Problem:
    return Problem("", "coupon_code", code, message)
