"""Where an answer was lost there is no reference: the test gateway then voids by the key."""

import pytest

from ringup.gateways.test.gateway import TestGateway
from ringup.gateways.test.ledger import Ledger
from ringup.services.ports.gateway import Approved, Declined
from tests.gateways.asking import NOW, request, typed


@pytest.fixture
def gateway(tmp_path):
    gateway = TestGateway(tmp_path / "ledger.db")
    yield gateway
    gateway.close()


@pytest.fixture
def books(tmp_path):
    ledger = Ledger(tmp_path / "ledger.db")
    yield ledger
    ledger.close()


def card(gateway, number="4111111111111111"):
    return gateway.tokenize(typed(number), NOW)


async def voided_by_key(gateway, verb, number="4000000000000051"):
    """Ask so that the answer is lost, and void it by the key."""
    asked = request(50_00, card=card(gateway, number))
    await getattr(gateway, verb)(asked)
    assert isinstance(await gateway.void(request(50_00, original_key=asked.key)), Approved)
    return asked


async def test_a_lost_authorization_voided_by_its_key_can_no_longer_be_captured(gateway, books):
    asked = await voided_by_key(gateway, "authorize")
    charge = books.charge(books.find(asked.key).reference)
    assert (charge.authorized, charge.captured, charge.credited) == (50_00, 0, 0)
    assert charge.voided
    reference = books.find(asked.key).reference
    assert isinstance(await gateway.capture(request(1, reference=reference)), Declined)


async def test_a_lost_purchase_voided_by_its_key_has_been_given_back(gateway, books):
    asked = await voided_by_key(gateway, "purchase")
    charge = books.charge(books.find(asked.key).reference)
    assert (charge.captured, charge.credited, charge.voided) == (50_00, 50_00, True)


async def test_a_declined_request_has_nothing_to_be_voided(gateway, books):
    await voided_by_key(gateway, "authorize", "4000000000000002")
    assert [(deed.kind, deed.state) for deed in books.deeds()].count(("void", "approved")) == 1


async def test_a_request_that_was_voided_before_it_arrived_is_told_so(gateway, books):
    late = request(card=card(gateway))
    for _ in range(2):
        await gateway.void(request(original_key=late.key))
    outcome = await gateway.authorize(late)
    text = "The payment was voided before it arrived."
    assert outcome == Declined(code="invalid_request", message=text)
    assert [deed.kind for deed in books.deeds()] == ["void"] * 3
