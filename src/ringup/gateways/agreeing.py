"""What gateways share that have nobody to ask: the shop itself keeps account of the money."""

from datetime import datetime
from typing import NoReturn

import msgspec

from ringup.domain.changes import GivenCard
from ringup.domain.problems import Invalid, Problem
from ringup.services.ports.gateway import Approved, Outcome, PaymentRequest


class NoSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the settings of a payment method are where its gateway takes none."""


class Agreeing:
    """Says yes to everything, and to the same thing the same."""

    needs_card = False
    method_settings = NoSettings

    def tokenize(self, given: GivenCard, now: datetime) -> NoReturn:
        """Refuse: there is nobody here who could charge a card."""
        del given, now
        raise Invalid(Problem("payment", "payments", "card_not_accepted", "does not take cards"))

    async def authorize(self, request: PaymentRequest) -> Outcome:
        return _approved(request)

    async def purchase(self, request: PaymentRequest) -> Outcome:
        return _approved(request, captured=True)

    async def capture(self, request: PaymentRequest) -> Outcome:
        return _approved(request, captured=True)

    async def void(self, request: PaymentRequest) -> Outcome:
        return _approved(request)

    async def credit(self, request: PaymentRequest) -> Outcome:
        return _approved(request)

    async def lookup(self, request: PaymentRequest) -> Outcome | None:
        """Say yes: nothing could have gone wrong on the way."""
        return _approved(request, captured=request.method.auto_capture)


def _approved(request: PaymentRequest, *, captured: bool = False) -> Approved:
    return Approved(reference=request.reference or f"ringup_{request.key}", captured=captured)
