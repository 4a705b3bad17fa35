"""Who is written to about an order, and what they want the shop to know."""

import msgspec

from ringup.domain.changes import SetEmail, SetInstructions, SetOwner
from ringup.domain.facts import Facts
from ringup.domain.order import Order
from ringup.domain.problems import Invalid, Problem
from ringup.domain.text import can_be_kept, trimmed

replace = msgspec.structs.replace

LONGEST_INSTRUCTIONS = 10_000


def owner_set(order: Order, facts: Facts, change: SetOwner) -> Order:
    """Give the order to a user, whose email goes with it. Raises ``Invalid`` for an unknown one."""
    if facts.buyer is None or facts.buyer.id != change.user_id:
        raise Invalid(Problem("", "user_id", "user_not_found", "does not exist"))
    if order.user_id == change.user_id:
        return order
    return replace(order, user_id=change.user_id, email=facts.buyer.email)


def email_set(order: Order, facts: Facts, change: SetEmail) -> Order:
    """Note the email as it is typed: whether it is one is asked when ``cart`` is left."""
    del facts
    return replace(order, email=_kept(change.email, "email"))


def instructions_set(order: Order, facts: Facts, change: SetInstructions) -> Order:
    """Note what the buyer wants the shop to know."""
    del facts
    return replace(order, special_instructions=_kept(change.text, "special_instructions"))


def _kept(text: str | None, field: str) -> str | None:
    text = trimmed(text)
    if text is not None and not can_be_kept(text):
        raise Invalid(Problem("", field, "invalid", "is invalid"))
    if text is not None and len(text) > LONGEST_INSTRUCTIONS:
        message = f"is too long (maximum is {LONGEST_INSTRUCTIONS} characters)"
        raise Invalid(Problem("", field, "too_long", message))
    return text
