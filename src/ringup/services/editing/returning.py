"""What reasons for returns are made of."""

from collections.abc import Iterable
from decimal import Decimal

from ringup.domain.money import WHOLE
from ringup.domain.problems import Problem
from ringup.services.editing.forms import Editable, Form, Ground, Line


class ReturnReasonForm(Form, frozen=True, kw_only=True):
    """Why things come back; a ``restocking_fee_rate`` of 0.15 lets the shop keep 15 % of them."""

    name: Line
    restocking_fee_rate: Decimal = Decimal(0)


def _rate_can_be(form: ReturnReasonForm, ground: Ground) -> Iterable[Problem]:
    del ground
    if not 0 <= form.restocking_fee_rate <= 1:
        text = "must be a share from 0 to 1"
        yield Problem("", "restocking_fee_rate", "out_of_range", text)
    elif form.restocking_fee_rate * WHOLE % 1:
        text = "has more than six decimals"
        yield Problem("", "restocking_fee_rate", "out_of_range", text)


RETURN_REASON = Editable(form=ReturnReasonForm, rules=(_rate_can_be,), unique=(("name",),))
