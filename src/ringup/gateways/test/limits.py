"""What a gateway refuses whatever the card: more than was authorized, taken, or is there."""

from collections.abc import Callable, Mapping
from typing import TypeAlias

from ringup.domain.money import Minor
from ringup.domain.payments.declines import Decline
from ringup.gateways.test.ledger import Charge, Kind
from ringup.gateways.test.scenarios import Refused

Limit: TypeAlias = Callable[[Charge, Minor], Refused | None]


def capture(charge: Charge, amount: Minor) -> Refused | None:
    """Captures may be several, but never exceed what was authorized."""
    if charge.voided:
        return _refused("The authorization was voided.")
    if charge.captured + amount > charge.authorized:
        return _refused("The amount is more than is left of the authorization.")
    return None


def void(charge: Charge, amount: Minor) -> Refused | None:
    """What is left of an authorization can be let go of, whole; what was taken is credited."""
    del amount
    if charge.captured == charge.authorized:
        return _refused("The payment was captured already; it can be credited.")
    return None


def credit(charge: Charge, amount: Minor) -> Refused | None:
    """Credits may be several, but never exceed what was taken."""
    if charge.credited + amount > charge.captured:
        return _refused("The amount is more than is left of what was captured.")
    return None


LIMITS: Mapping[Kind, Limit] = {"capture": capture, "void": void, "credit": credit}


def refusal(kind: Kind, charge: Charge | None, amount: Minor, currency: str) -> Refused | None:
    """Say why this cannot be done to the charge, or ``None`` if it can."""
    if charge is None:
        return _refused("There is no such charge.")
    if charge.currency != currency:
        return _refused(f"The charge was made in {charge.currency}.")
    if amount <= 0:
        return _refused("The amount must be more than zero.")
    return LIMITS[kind](charge, amount)


def _refused(message: str) -> Refused:
    return Refused(Decline.INVALID_REQUEST, message)
