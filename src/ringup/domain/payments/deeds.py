"""What may be done with a payment once it was given: authorize, take, let go, give back.

Each function tells which attempt to make, ``None`` where it is done already (to repeat a deed is
to do it once), or raises ``Invalid`` saying why not. Amounts come as decimal texts in the order's
currency, as clients send them.
"""

from collections.abc import Callable, Mapping
from typing import Literal, TypeAlias

import msgspec

from ringup.domain.facts import Facts
from ringup.domain.money import Minor, NotAnAmount, decimal_text, parsed
from ringup.domain.order import AttemptKind, Order, Payment
from ringup.domain.payments.prepaid import is_prepaid
from ringup.domain.problems import Invalid, PaymentInProgress, Problem

DeedName: TypeAlias = Literal["authorize", "capture", "purchase", "void", "credit"]

IN_PART: frozenset[DeedName] = frozenset({"capture", "credit"})
"""What may be done over less than the whole payment."""

TAKING: frozenset[DeedName] = frozenset({"authorize", "capture", "purchase"})
"""What gets at money that was not taken before."""


class Deed(msgspec.Struct, frozen=True):
    """What to ask of the gateway, over how many minor units."""

    kind: AttemptKind
    amount: Minor


def authorize(order: Order, payment: Payment, amount: str | None = None) -> Deed | None:
    """Reserve the whole payment."""
    check_free(order, payment)
    if payment.state in {"pending", "completed"}:
        return None
    _check_state(payment, "checkout", "authorized")
    check_whole(amount, "authorized")
    return Deed("authorize", payment.amount)


def purchase(order: Order, payment: Payment, amount: str | None = None) -> Deed | None:
    """Reserve and take the whole payment at once, or take what is reserved."""
    if payment.state == "checkout":
        check_free(order, payment)
        check_whole(amount, "purchased")
        return Deed("purchase", payment.amount)
    return capture(order, payment, amount)


def capture(order: Order, payment: Payment, amount: str | None = None) -> Deed | None:
    """Take what is reserved, or a part of it; the rest stays reserved as a payment of its own.

    A payment that needs no authorization (a check that arrived) is taken as it is.
    """
    check_free(order, payment)
    if payment.state == "completed" and amount is None:
        return None
    if payment.state not in {"pending", "checkout"}:
        raise _refused(payment, "captured")
    return Deed("capture", _named(order, amount, payment.amount))


def void(order: Order, payment: Payment, amount: str | None = None) -> Deed | None:
    """Let go of all that is reserved; give back all that was taken and not yet given back."""
    check_free(order, payment)
    if payment.state in {"void", "invalid"}:
        return None
    check_whole(amount, "voided")
    if payment.state not in {"pending", "completed", "checkout"}:
        raise _refused(payment, "voided")
    return Deed("void", payment.captured - payment.refunded or payment.amount)


def credit(order: Order, payment: Payment, amount: str | None = None) -> Deed | None:
    """Give back what was taken, or a part of it."""
    check_free(order, payment)
    _check_state(payment, "completed", "credited")
    left = payment.captured - payment.refunded
    wanted = left if amount is None else amount_of(order, amount)
    if wanted > left:
        raise CreditTooLarge(left, order.currency)
    if left == 0:
        return None
    return Deed("credit", wanted)


class CreditTooLarge(Invalid):
    """More was to be given back than was taken; ``left`` in minor units of ``currency``."""

    code = "credit_too_large"

    def __init__(self, left: Minor, currency: str) -> None:
        """Take what is left to be given back."""
        text = f"must be at most {decimal_text(left, currency)}"
        super().__init__(Problem("", "amount", self.code, text))
        self.left = left
        self.currency = currency


DEEDS: Mapping[DeedName, Callable[[Order, Payment, str | None], Deed | None]] = {
    "authorize": authorize,
    "capture": capture,
    "purchase": purchase,
    "void": void,
    "credit": credit,
}


def planned(
    order: Order, facts: Facts, payment: Payment, name: DeedName, amount: str | None = None
) -> Deed | None:
    """Plan one deed with one payment. Raises ``Invalid`` and ``PaymentInProgress``."""
    if name in TAKING and waits_for_placing(payment, facts):
        text = "is by store credit or gift card, which are taken when the order is placed."
        raise Invalid(Problem("", "payment", "taken_when_placed", text))
    return DEEDS[name](order, payment, amount)


def waits_for_placing(payment: Payment, facts: Facts) -> bool:
    """Tell whether a payment is of prepaid money that nobody has taken yet.

    It is taken in the transaction that places the order, which claims it for that order alone; a
    deed that took it by itself would leave it to be spent twice.
    """
    return payment.state == "checkout" and is_prepaid(payment, facts)


def check_whole(amount: str | None, done: str) -> None:
    """Raise ``Invalid`` if an amount is given of what is not done in parts (see ``IN_PART``)."""
    if amount is not None:
        text = f"cannot be given: a payment is {done} as a whole"
        raise Invalid(Problem("", "amount", "amount_invalid", text))


def _named(order: Order, amount: str | None, whole: Minor) -> Minor:
    wanted = whole if amount is None else amount_of(order, amount)
    if wanted > whole:
        text = f"must be at most {decimal_text(whole, order.currency)}"
        raise Invalid(Problem("", "amount", "amount_too_large", text))
    return wanted


def amount_of(order: Order, text: str) -> Minor:
    """Read an amount that is to be moved. Raises ``Invalid`` unless it is more than nothing."""
    try:
        amount = parsed(text, order.currency)
    except NotAnAmount as error:
        raise Invalid(Problem("", "amount", "amount_invalid", str(error))) from None
    if amount <= 0:
        raise Invalid(Problem("", "amount", "amount_invalid", "must be greater than 0"))
    return amount


def check_free(order: Order, payment: Payment) -> None:
    """Only one thing at a time is asked for a payment."""
    if any(a.payment_id == payment.id and a.state == "open" for a in order.attempts):
        raise PaymentInProgress


def _check_state(payment: Payment, state: str, done: str) -> None:
    if payment.state != state:
        raise _refused(payment, done)


def _refused(payment: Payment, done: str) -> Invalid:
    text = f"cannot be {done} because it is {payment.state}."
    return Invalid(Problem("", "payment", "payment_state", text))
