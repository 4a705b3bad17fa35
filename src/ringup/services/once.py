"""What makes a request one that takes effect once, and the answer that its repeats get."""

import base64
import hashlib
import hmac
import secrets
from datetime import datetime, timedelta
from functools import cached_property

import msgspec

from ringup.domain.order import Order, PaymentAttempt
from ringup.domain.problems import Refusal

VALID_FOR = timedelta(hours=24)
"""How long a first answer is kept for repeats."""

LEASE = timedelta(seconds=30)
"""How long a request that has not answered counts as still running."""

_TOKEN_BYTES = 24
_NEW_TOKEN, _PRESENTED_TOKEN = b"\x01", b"\x02"
"""Stand for tokens in a kept answer: JSON itself never holds such characters."""


class KeyInFlight(Refusal):
    """The first request with this idempotency key is still running."""

    code = "idempotency_key_in_flight"


class KeptAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """An answer as it goes over the wire; ``headers`` are those beyond its type and length."""

    status: int
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""


class KeptKey(msgspec.Struct, frozen=True, kw_only=True):
    """What is kept of an idempotency key: its last run, and what came of it, if it has ended."""

    fingerprint: bytes
    run: bytes
    answer: KeptAnswer | None = None


class Once(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """A request with an idempotency key: whose it is, what it asks for, and this run of it.

    ``key`` is the key as presented and ``order_token`` the token beside it; neither is kept.
    ``scope`` is a hash of who asks, and for which method and path: within it a key means one
    request. ``operation`` names that for people. ``order_id`` is the order of the path, or below
    zero for requests on none. ``fingerprint`` is a hash of the parameters. ``run`` are random
    bytes: each try of the request has its own.
    """

    key: str
    scope: bytes
    operation: str
    order_id: int
    fingerprint: bytes
    at: datetime
    order_token: str | None = None
    run: bytes = msgspec.field(default_factory=lambda: secrets.token_bytes(16))

    def __repr__(self) -> str:
        """Show no secret, wherever it may be printed."""
        return f"Once(operation={self.operation!r})"

    @cached_property
    def key_hash(self) -> bytes:
        """The key as it is kept, which no other scope has."""
        return hashlib.sha256(self.scope + self.key.encode()).digest()

    @cached_property
    def mark(self) -> str:
        """What the payment attempts of every run of this request begin with."""
        return self.key_hash.hex()[:16]

    def new_order_token(self, run: bytes | None = None) -> str:
        """Make the token of an order that a run creates: 192 bits, the same whenever asked.

        It takes the key, which only the caller has, and the run, which only the shop has; so the
        shop can tell the token again to whoever repeats the request, and to nobody else.
        """
        made = hmac.digest(self.key.encode(), b"order token " + (run or self.run), "sha256")
        return base64.urlsafe_b64encode(made[:_TOKEN_BYTES]).decode()

    def without_tokens(self, answer: KeptAnswer) -> KeptAnswer:
        """Take the order tokens out of this run's answer, to keep it."""
        body = answer.body.replace(self.new_order_token().encode(), _NEW_TOKEN)
        if self.order_token:
            body = body.replace(_bytes(self.order_token), _PRESENTED_TOKEN)
        return msgspec.structs.replace(answer, body=body)

    def with_tokens(self, kept: KeptAnswer, run: bytes) -> KeptAnswer:
        """Put the order tokens back into the answer that a run got."""
        body = kept.body.replace(_PRESENTED_TOKEN, _bytes(self.order_token or ""))
        body = body.replace(_NEW_TOKEN, self.new_order_token(run).encode())
        return msgspec.structs.replace(kept, body=body)

    def asked_before(self, order: Order) -> tuple[PaymentAttempt, ...]:
        """Find what an earlier run of this request has asked of gateways for the order."""
        return tuple(
            attempt
            for attempt in order.attempts
            if attempt.key.startswith(self.mark) and attempt.started_at > self.at - VALID_FOR
        )


def _bytes(token: str) -> bytes:
    """Encode whatever a client sent as a token."""
    return token.encode("utf-8", "surrogatepass")
