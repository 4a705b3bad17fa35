"""What users are made of."""

from collections.abc import Iterable

from ringup.domain.problems import Problem
from ringup.domain.text import looks_like_email
from ringup.services.editing.forms import Editable, Form, Ground, Line


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
