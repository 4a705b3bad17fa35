"""Gift cards: money that somebody paid the shop before, for whoever knows the code.

It is claimed and given back in the shop's own database, in the transaction that needs it (see
``services.claims.Claims.claim_gift_cards``), so that by the time this gateway is asked there is
nothing left to refuse.
"""

from ringup.gateways.agreeing import Agreeing
from ringup.gateways.surroundings import Surroundings


class GiftCardGateway(Agreeing):
    """Confirms what the database has already settled."""

    method_type = "gift_card"
    needs_processing = True


def made(around: Surroundings) -> GiftCardGateway:
    """Make the gateway; it needs nothing."""
    del around
    return GiftCardGateway()
