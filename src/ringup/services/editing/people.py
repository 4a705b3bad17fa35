"""What users are made of, and the store credit that admins give them."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Annotated

from ringup.domain.money import NotAnAmount, parsed
from ringup.domain.problems import Problem
from ringup.domain.text import looks_like_email
from ringup.services.editing.forms import Editable, Form, Ground, Line, Prose, to
from ringup.services.shelves import User


class UserForm(Form, frozen=True, kw_only=True):
    """Somebody with an account. The role ``admin`` may do everything; others are the shop's own."""

    email: Line
    roles: tuple[Line, ...] = ()


def _email_is_one(form: UserForm, ground: Ground) -> Iterable[Problem]:
    del ground
    if not looks_like_email(form.email.strip()):
        yield Problem("", "email", "email_invalid", "is invalid")


USER = Editable(
    form=UserForm,
    rules=(_email_is_one,),
    unique=(("email",),),
    own=("change",),
    admins_only=("roles",),
)


class StoreCreditForm(Form, frozen=True, kw_only=True):
    """Money that a user has with the shop. Once given it stays; only the memo may change."""

    user_id: Annotated[int, to(User)]
    amount: Decimal
    currency: Line
    memo: Prose | None = None


def _amount_is_money(form: StoreCreditForm, ground: Ground) -> Iterable[Problem]:
    currency = form.currency.upper()
    if currency not in ground.shop.currencies:
        yield Problem("", "currency", "currency_unsupported", "is not a currency of this shop")
        return
    try:
        amount = parsed(format(form.amount, "f"), currency)
    except NotAnAmount as reason:
        yield Problem("", "amount", "amount_invalid", str(reason))
        return
    if amount <= 0:
        yield Problem("", "amount", "amount_invalid", "must be greater than 0")


STORE_CREDIT = Editable(
    form=StoreCreditForm,
    rules=(_amount_is_money,),
    said_once=("user_id", "amount", "currency"),
)
