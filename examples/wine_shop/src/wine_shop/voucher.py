"""Takes the shop's own vouchers: each is good for one payment up to what is printed on it.

It keeps its books in memory, which an example may; a shop would keep them where two processes see
them, and a restart does not forget them.
"""

from collections.abc import Mapping
from datetime import datetime

from ringup.domain.changes import GivenCard
from ringup.domain.order import Card
from ringup.domain.problems import Invalid, Problem
from ringup.services.ports.gateway import Approved, Declined, Outcome, PaymentRequest
from ringup.services.surroundings import Surroundings

LAST_YEAR = 9999


class Voucher:
    """Fits ``ringup.services.ports.gateway.Gateway``; a voucher's code travels as a card token."""

    method_type = "voucher"
    needs_card = True
    needs_processing = True

    def __init__(self, codes: Mapping[str, int]) -> None:
        """Take what each code is worth, in minor units."""
        self._codes = codes
        self._spent: dict[str, str] = {}
        self._answers: dict[str, Outcome] = {}

    def tokenize(self, given: GivenCard, now: datetime) -> Card:
        """Take a voucher's code for a card. Raises ``Invalid`` for one that nobody sold."""
        del now
        code = (given.number or "").strip().upper()
        if code not in self._codes:
            raise Invalid(Problem("payment", "number", "voucher_unknown", "is no voucher of ours"))
        return Card(
            brand="voucher",
            last_digits=code[-4:],
            month=12,
            year=LAST_YEAR,
            name=given.name or "",
            token=code,
        )

    async def authorize(self, request: PaymentRequest) -> Outcome:
        """Reserve the voucher, once for a key."""
        return self._once(request, captured=False)

    async def purchase(self, request: PaymentRequest) -> Outcome:
        """Take the voucher, once for a key."""
        return self._once(request, captured=True)

    async def capture(self, request: PaymentRequest) -> Outcome:
        """Take what was reserved."""
        return Approved(reference=request.reference or request.key, captured=True)

    async def void(self, request: PaymentRequest) -> Outcome:
        """Let the voucher go."""
        key = request.original_key or request.key
        self._spent = {code: by for code, by in self._spent.items() if by != key}
        return Approved(reference=request.reference or request.key)

    async def credit(self, request: PaymentRequest) -> Outcome:
        """Make it good again."""
        return await self.void(request)

    async def lookup(self, request: PaymentRequest) -> Outcome | None:
        """Tell what was answered under a key."""
        return self._answers.get(request.key)

    def _once(self, request: PaymentRequest, *, captured: bool) -> Outcome:
        if request.key not in self._answers:
            self._answers[request.key] = self._answer(request, captured=captured)
        return self._answers[request.key]

    def _answer(self, request: PaymentRequest, *, captured: bool) -> Outcome:
        code = request.card.token if request.card else ""
        if code in self._spent:
            return Declined(code="card_declined", message="This voucher was used before.")
        if request.amount.minor > self._codes.get(code, 0):
            return Declined(code="insufficient_funds", message="This voucher is worth less.")
        self._spent[code] = request.key
        return Approved(reference=f"voucher-{code}", captured=captured)


def made(around: Surroundings) -> Voucher:
    """Make the gateway; what each code is worth is in ``[plugins.voucher]``."""
    return Voucher(around.settings.get("codes", {}))
