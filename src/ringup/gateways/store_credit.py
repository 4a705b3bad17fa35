"""Store credit: money that the buyer already has with the shop.

It is claimed and given back in the shop's own database, in the transaction that needs it (see
``services.claims.Claims.claim_store_credit``), so that by the time this gateway is asked there is
nothing left to refuse.
"""

from ringup.gateways.agreeing import Agreeing
from ringup.gateways.surroundings import Surroundings


class StoreCreditGateway(Agreeing):
    """Confirms what the database has already settled."""

    method_type = "store_credit"
    needs_processing = True


def made(around: Surroundings) -> StoreCreditGateway:
    """Make the gateway; it needs nothing."""
    del around
    return StoreCreditGateway()
