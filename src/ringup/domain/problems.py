"""What can stand in the way: problems a shopper can mend, and the exceptions for the rest.

::

    Refusal                       what a caller asked for is not done; nothing was changed
    ├ Invalid                     the input is wrong: which field, what, what to do
    ├ CannotAdvance               a step cannot be left yet; every problem at once
    ├ NotFound                    the path's own resource does not exist
    ├ NotAuthenticated            nobody said who they are, or said it wrongly
    ├ NotAllowed                  known, but not allowed
    ├ PaymentRefused              the gateway said no
    ├ BeingPlaced                 the order is being placed right now
    ├ PaymentInProgress           a gateway is being asked about this payment right now
    ├ Stale                       somebody changed the order since the caller read it
    └ Unavailable                 the shop cannot do it just now; try again
"""

from typing import ClassVar

import msgspec


class Problem(msgspec.Struct, frozen=True):
    """One thing that is wrong.

    ``step`` is the checkout step that misses something (empty for plain bad input), ``field`` the
    parameter in the API's dotted spelling (``ship_address.city``, ``line_items``), ``code`` a
    stable machine word of ``docs/errors.md`` and ``message`` a predicate for people that reads on
    from the field's name ("can't be blank").
    """

    step: str
    field: str
    code: str
    message: str


class Refusal(Exception):
    """What was asked for is refused, and nothing was changed."""

    code: ClassVar[str] = "refused"


class WithProblems(Refusal):
    """A refusal that lists problems by field."""

    def __init__(self, *problems: Problem) -> None:
        """Take one problem or more."""
        super().__init__("; ".join(f"{p.field} {p.message}" for p in problems))
        self.problems = problems


class Invalid(WithProblems):
    """The input is wrong; ``problems`` name each field."""

    code = "invalid"


class CannotAdvance(WithProblems):
    """A checkout step cannot be left; ``problems`` name all that is missing."""

    code = "cannot_advance"


class NotFound(Refusal):
    """The path's own resource does not exist, or not for this caller."""

    code = "not_found"


class NotAuthenticated(Refusal):
    """No API key was given, or one that nobody holds.

    ``key`` is what was presented, to be echoed by the contract's message; empty for nothing.
    """

    code = "not_authenticated"

    def __init__(self, key: str = "") -> None:
        """Take the key as it was presented; it never goes into the exception's text."""
        super().__init__("unknown API key" if key else "no API key")
        self.key = key


class NotAllowed(Refusal):
    """The caller is known (or holds a wrong order token) and may not do this."""

    code = "not_authorized"


class PaymentRefused(Refusal):
    """The gateway declined. ``decline`` is the code of the closed list, ``message`` its text."""

    def __init__(self, decline: str, message: str) -> None:
        """Take the decline code and the gateway's text for people."""
        super().__init__(message)
        self.decline = decline
        self.message = message


class BeingPlaced(Refusal):
    """A payment attempt for the order is under way; nothing may change until it is settled."""

    code = "order_being_placed"


class PaymentInProgress(Refusal):
    """A gateway is being asked about this payment; ask again when it has answered."""

    code = "payment_in_progress"


class Stale(Refusal):
    """The caller's ``If-Match`` names a version that is no longer the order's."""

    code = "stale_version"


class Unavailable(Refusal):
    """The database or a gateway cannot be reached; ``retry_after`` in seconds."""

    code = "unavailable"

    def __init__(self, retry_after: int = 1) -> None:
        """Take the seconds after which a repeat makes sense."""
        super().__init__("temporarily unavailable")
        self.retry_after = retry_after


def within(field: str, part: str) -> str:
    """Name a part of a field in the API's dotted spelling; of the whole input if it is empty."""
    return f"{field}.{part}" if field else part
