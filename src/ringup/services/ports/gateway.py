"""What is asked of whoever takes the money, and what can come of it: a plug-in fits ``Gateway``."""

from datetime import datetime
from typing import Protocol, TypeAlias

import msgspec

from ringup.domain.changes import GivenCard
from ringup.domain.methods import PaymentMethod
from ringup.domain.money import Money
from ringup.domain.order import Card


class Approved(msgspec.Struct, frozen=True, kw_only=True):
    """The gateway did it. ``reference`` is its name for the authorization or charge."""

    reference: str
    avs: str | None = None
    captured: bool = False


class Declined(msgspec.Struct, frozen=True, kw_only=True):
    """The gateway said no: ``code`` of ``domain.payments.declines``, its text for people."""

    code: str
    message: str


class ActionRequired(msgspec.Struct, frozen=True, kw_only=True):
    """The buyer has to do something first (3-D Secure); ``url`` says where, if anywhere."""

    message: str
    url: str | None = None


class Unknown(msgspec.Struct, frozen=True, kw_only=True):
    """No answer, or none that can be read: to be asked again by the same key, never guessed."""

    reason: str


Outcome: TypeAlias = Approved | Declined | ActionRequired | Unknown


class PaymentRequest(msgspec.Struct, frozen=True, kw_only=True):
    """What a gateway is asked. ``key`` makes a repeat harmless; it is never used twice.

    ``reference`` names the earlier authorization or charge for ``capture``, ``void``, ``credit``;
    where its answer was lost there is none, and ``void`` goes by ``original_key``, the key under
    which it was asked, and undoes whatever came of that, reserved or taken. A key that was voided
    before it arrived is refused when it does.
    """

    key: str
    amount: Money
    order_number: str
    method: PaymentMethod
    card: Card | None = None
    reference: str | None = None
    original_key: str | None = None
    email: str | None = None


class Gateway(Protocol):
    """One way of taking money. A decline is an answer; a gateway raises only by mistake.

    ``method_type`` is how the API names the kind. ``needs_card``: a payment without a source is
    refused. ``needs_processing``: money is asked for while the order is placed (a check is not).
    """

    method_type: str
    needs_card: bool
    needs_processing: bool

    def tokenize(self, given: GivenCard, now: datetime) -> Card:
        """Turn a typed card into a token; raises ``Invalid`` with a problem for each field."""
        ...

    async def authorize(self, request: PaymentRequest) -> Outcome:
        """Reserve the amount."""
        ...

    async def purchase(self, request: PaymentRequest) -> Outcome:
        """Reserve and take the amount at once."""
        ...

    async def capture(self, request: PaymentRequest) -> Outcome:
        """Take (a part of) an authorized amount."""
        ...

    async def void(self, request: PaymentRequest) -> Outcome:
        """Let go of an authorization, or undo an uncaptured charge."""
        ...

    async def credit(self, request: PaymentRequest) -> Outcome:
        """Give (a part of) a captured amount back."""
        ...

    async def lookup(self, request: PaymentRequest) -> Outcome | None:
        """Tell what became of an earlier request with this key; ``None`` if it never arrived."""
        ...
