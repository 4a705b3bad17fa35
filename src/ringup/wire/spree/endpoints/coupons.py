"""Coupon codes, applied and taken back by requests of their own.

These two answer in a form of their own, which tells what became of the code.
"""

from collections.abc import Sequence

from ringup.domain.changes import Change
from ringup.domain.problems import Invalid
from ringup.services.update_order import update_order
from ringup.web.answers import Answer, json_answer
from ringup.web.languages import translated
from ringup.wire.spree.endpoints.answering import CHANGES_REFUSED, TAG_ORDERS
from ringup.wire.spree.etags import etag_of
from ringup.wire.spree.operations import Call, Example, Operation
from ringup.wire.spree.read.changes import entered_coupon, removed_coupon
from ringup.wire.spree.read.inputs import CouponParameters
from ringup.wire.spree.refuse import CouponRefused
from ringup.wire.spree.write.records import CouponRecord

APPLIED = "The coupon code was successfully applied to your order."
REMOVED = "The coupon code was successfully removed from this order."


async def apply_coupon(call: Call) -> Answer:
    """Apply a coupon code."""
    return await _answered(call, entered_coupon(call.parameters), APPLIED, "coupon_code_applied")


async def remove_coupon(call: Call) -> Answer:
    """Take a coupon code back."""
    return await _answered(call, removed_coupon(call.parameters), REMOVED, "adjustments_deleted")


async def _answered(
    call: Call, changes: Sequence[Change], success: str, status_code: str
) -> Answer:
    try:
        view = await update_order(call.desk, call.asking, call.path["number"], changes)
    except Invalid as refusal:
        raise CouponRefused(*refusal.problems) from refusal
    success = translated(success, call.locale)
    record = CouponRecord(success=success, error=None, successful=True, status_code=status_code)
    return json_answer(record, headers=(etag_of(view.order),))


OPERATIONS = (
    Operation(
        method="PUT",
        path="/orders/{number}/apply_coupon_code",
        also=("/checkouts/{number}/apply_coupon_code",),
        name="applyCouponCode",
        tag=TAG_ORDERS,
        summary="Apply a coupon code",
        handler=apply_coupon,
        who="owner",
        input=CouponParameters,
        output=CouponRecord,
        refusals=CHANGES_REFUSED,
        examples=(Example(name="Ten per cent off", given={"coupon_code": "TENOFF"}),),
    ),
    Operation(
        method="PUT",
        path="/orders/{number}/remove_coupon_code",
        also=("/checkouts/{number}/remove_coupon_code",),
        name="removeCouponCode",
        tag=TAG_ORDERS,
        summary="Take a coupon code back",
        handler=remove_coupon,
        who="owner",
        input=CouponParameters,
        output=CouponRecord,
        refusals=CHANGES_REFUSED,
        examples=(Example(name="Ten per cent off", given={"coupon_code": "TENOFF"}),),
    ),
)
