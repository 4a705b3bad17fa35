"""Words in which tests ask gateways."""

import itertools
from datetime import UTC, datetime

from ringup.domain.changes import GivenCard
from ringup.domain.methods import PaymentMethod
from ringup.domain.money import Money
from ringup.domain.order import Card
from ringup.services.ports.gateway import Gateway, PaymentRequest

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
_keys = (f"key-{number}" for number in itertools.count(1))


def typed(number: str | None = "4111111111111111", **others: str | None) -> GivenCard:
    """A card as a buyer types it, right in everything unless said otherwise."""
    fields: dict[str, str | None] = {
        "month": "12",
        "year": "2030",
        "verification_value": "123",
        "name": "Ada Lovelace",
        **others,
    }
    return GivenCard(number=number, **fields)


def request(  # noqa: PLR0913 - each part may be asked for alone
    minor: int = 21_79,
    *,
    key: str | None = None,
    currency: str = "USD",
    card: Card | None = None,
    reference: str | None = None,
    original_key: str | None = None,
) -> PaymentRequest:
    """A request under a key of its own."""
    return PaymentRequest(
        key=key or next(_keys),
        amount=Money(minor, currency),
        order_number="R123456789",
        method=PaymentMethod(id=1, name="Any", gateway="any"),
        card=card,
        reference=reference,
        original_key=original_key,
    )


def card_for(gateway: Gateway, number: str = "4111111111111111") -> Card | None:
    """A card where the gateway wants one."""
    return gateway.tokenize(typed(number), NOW) if gateway.needs_card else None
