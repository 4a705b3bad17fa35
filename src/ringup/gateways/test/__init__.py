"""The test gateway: charges nobody, keeps books, and behaves as its cards say."""

from pathlib import Path

from ringup.gateways.surroundings import Surroundings
from ringup.gateways.test.gateway import SLOW_SECONDS, TestGateway

LEDGER = "RINGUP_TEST_GATEWAY_LEDGER"
SLOW = "RINGUP_TEST_GATEWAY_SLOW_SECONDS"


def made(around: Surroundings) -> TestGateway:
    """Make the gateway; two variables name its books and say how slow its slow card is."""
    ledger = around.environment.get(LEDGER)
    path = Path(ledger) if ledger else around.folder / "test-gateway.db"
    return TestGateway(path, slow_seconds=float(around.environment.get(SLOW, SLOW_SECONDS)))
