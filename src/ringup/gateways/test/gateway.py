"""A gateway that behaves as a real one does, but charges nobody.

It keeps books of its own, answers a repeated key with its first answer, takes no more than was
authorized and gives no more back than was taken. What was voided by its key before it arrived is
refused when it does. ``scenarios.py`` lists its cards.
"""

import asyncio
import time
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import msgspec

from ringup.domain.changes import GivenCard
from ringup.domain.money import Minor
from ringup.domain.order import Card
from ringup.domain.payments.declines import TEXTS, Decline
from ringup.gateways.agreeing import NoSettings
from ringup.gateways.test import limits
from ringup.gateways.test.ledger import Deed, Kind, Ledger, tombstone
from ringup.gateways.test.scenarios import (
    Refused,
    Scenario,
    reference_for,
    scenario_of,
)
from ringup.gateways.test.tokens import card_of
from ringup.services.ports.gateway import (
    ActionRequired,
    Approved,
    Declined,
    Outcome,
    PaymentRequest,
    Unknown,
)

replace = msgspec.structs.replace

SLOW_SECONDS = 5.0
_CHARGES = frozenset({"authorize", "purchase"})
_TAKING = frozenset({"purchase", "capture"})
# What Spree's test gateway said of the address: another word where the money was taken at once.
_AVS: Mapping[Kind, str] = {"authorize": "D", "purchase": "M"}
_AUTHENTICATE = TEXTS[Decline.AUTHENTICATION_REQUIRED]
_LOST = Unknown(reason="the connection broke before the answer arrived")


class KeyReused(ValueError):
    """One key was used for two different requests: a fault of the program that asks."""


class TestGateway:
    """The test gateway; its books lie in the file ``ledger``, made when first needed.

    A payment method's setting ``ledger`` names another file. The slow card takes ``slow_seconds``.
    """

    __test__ = False  # for pytest: a gateway for tests, itself no test
    method_type = "gateway"
    needs_card = True
    needs_processing = True
    # Where its books lie is not for admins to say, who may be far from the server.
    method_settings = NoSettings

    def __init__(self, ledger: Path, *, slow_seconds: float = SLOW_SECONDS) -> None:
        """Take the place of the books."""
        self._path = ledger
        self._slow_seconds = slow_seconds
        self._ledgers: dict[Path, Ledger] = {}

    def close(self) -> None:
        """Let go of the books."""
        while self._ledgers:
            self._ledgers.popitem()[1].close()

    def tokenize(self, given: GivenCard, now: datetime) -> Card:
        """Turn a typed card into a token; raises ``Invalid`` with a problem for each field."""
        return card_of(given, now.date())

    async def authorize(self, request: PaymentRequest) -> Outcome:
        return await self._asked(request, "authorize")

    async def purchase(self, request: PaymentRequest) -> Outcome:
        return await self._asked(request, "purchase")

    async def capture(self, request: PaymentRequest) -> Outcome:
        return await self._asked(request, "capture")

    async def void(self, request: PaymentRequest) -> Outcome:
        return await self._asked(request, "void")

    async def credit(self, request: PaymentRequest) -> Outcome:
        return await self._asked(request, "credit")

    async def lookup(self, request: PaymentRequest) -> Outcome | None:
        """Tell what became of an earlier request; one that still runs is unknown."""
        deed = self._ledger(request).find(request.key)
        if deed is None:
            return None
        return _outcome(deed) if deed.ready_at <= time.time() else Unknown(reason="in progress")

    async def _asked(self, request: PaymentRequest, kind: Kind) -> Outcome:
        ledger = self._ledger(request)
        earlier = ledger.find(request.key)
        deed = earlier or ledger.once(request.key, lambda: self._decided(request, kind, ledger))
        if not (deed.is_tombstone or _is_for(deed, request, kind)):
            raise KeyReused(request.key)
        await _until(deed.ready_at)
        return _LOST if earlier is None and _is_lost(deed) else _outcome(deed)

    def _decided(self, request: PaymentRequest, kind: Kind, ledger: Ledger) -> Deed:
        """Decide about what is asked for the first time."""
        if kind in _CHARGES:
            return self._charged(request, kind)
        if kind == "void" and not request.reference:
            return _undone(request, ledger)
        reference = request.reference or ""
        refused = limits.refusal(kind, ledger.charge(reference), *_amount(request))
        if kind == "capture":
            refused = refused or scenario_of(reference).capture
        return _deed(request, kind, reference, refused)

    def _charged(self, request: PaymentRequest, kind: Kind) -> Deed:
        token = request.card.token if request.card else ""
        scenario = scenario_of(token)
        deed = _deed(request, kind, reference_for(token), _charge_refusal(scenario, kind))
        if scenario.authenticate:
            deed = replace(deed, state="action_required", message=_AUTHENTICATE)
        return replace(deed, ready_at=time.time() + self._slow_seconds) if scenario.slow else deed

    def _ledger(self, request: PaymentRequest) -> Ledger:
        path = Path(request.method.settings.get("ledger") or self._path)
        if path not in self._ledgers:
            self._ledgers[path] = Ledger(path)
        return self._ledgers[path]


def _charge_refusal(scenario: Scenario, kind: Kind) -> Refused | None:
    """A purchase captures at once, so it meets what refuses captures too."""
    return scenario.charge or (scenario.capture if kind == "purchase" else None)


def _deed(request: PaymentRequest, kind: Kind, reference: str, refused: Refused | None) -> Deed:
    return Deed(
        key=request.key,
        kind=kind,
        reference=reference,
        amount=request.amount.minor,
        currency=request.amount.currency,
        order_number=request.order_number,
        state="declined" if refused else "approved",
        code=refused.code if refused else None,
        message=refused.message if refused else None,
    )


def _outcome(deed: Deed) -> Outcome:
    if deed.state == "approved":
        avs, captured = _AVS.get(deed.kind), deed.kind in _TAKING
        return Approved(reference=deed.reference, avs=avs, captured=captured)
    message = deed.message or ""
    if deed.state == "action_required":
        return ActionRequired(message=message)
    return Declined(code=deed.code or Decline.CARD_DECLINED, message=message)


def _is_lost(deed: Deed) -> bool:
    return deed.kind in _CHARGES and scenario_of(deed.reference).answer_lost


async def _until(ready_at: float) -> None:
    """Wait as a slow bank makes us wait; a key that is asked again meanwhile waits no longer."""
    seconds = ready_at - time.time()
    if seconds > 0:
        await asyncio.sleep(seconds)


def _undone(request: PaymentRequest, ledger: Ledger) -> Deed:
    """Undo whatever came of the original key, taken or reserved; what comes later is refused."""
    key = request.original_key
    original = ledger.find(key) if key else None
    if key and original is None:
        ledger.write(tombstone(_deed(request, "void", "", None), key))
    charged = original is not None and original.state == "approved"
    reference = original.reference if original and charged else f"void_{request.key}"
    return _deed(request, "void", reference, None)


def _amount(request: PaymentRequest) -> tuple[Minor, str]:
    return request.amount.minor, request.amount.currency


def _is_for(deed: Deed, request: PaymentRequest, kind: Kind) -> bool:
    return (deed.kind, deed.amount, deed.currency) == (kind, *_amount(request))
