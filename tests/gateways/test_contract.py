"""What the verbs may rely on, asked of every gateway in the table."""

import importlib
import inspect
import pkgutil

import pytest

from ringup import gateways
from ringup.domain.problems import Invalid
from ringup.gateways import GATEWAYS, opened
from ringup.gateways.surroundings import Surroundings
from ringup.services.ports.gateway import Approved, Declined
from tests.gateways.asking import NOW, card_for, request, typed


@pytest.fixture(params=GATEWAYS)
def gateway(request, tmp_path):
    made = GATEWAYS[request.param](Surroundings(folder=tmp_path))
    yield made
    gateways.close({"": made})


async def authorized(gateway, minor=21_79):
    return await gateway.authorize(request(minor, card=card_for(gateway)))


async def test_an_authorization_has_a_reference_and_takes_nothing_yet(gateway):
    outcome = await authorized(gateway)
    assert isinstance(outcome, Approved)
    assert outcome.reference
    assert not outcome.captured


async def test_a_purchase_takes_the_money_at_once(gateway):
    outcome = await gateway.purchase(request(card=card_for(gateway)))
    assert isinstance(outcome, Approved)
    assert outcome.captured


async def test_what_was_authorized_can_be_captured_under_the_same_reference(gateway):
    reference = (await authorized(gateway)).reference
    outcome = await gateway.capture(request(reference=reference))
    assert outcome == Approved(reference=reference, captured=True)


async def test_what_was_authorized_can_be_let_go_of(gateway):
    reference = (await authorized(gateway)).reference
    outcome = await gateway.void(request(reference=reference))
    assert outcome == Approved(reference=reference)


@pytest.mark.parametrize("verb", ["authorize", "purchase"])
async def test_what_was_asked_and_never_heard_of_can_be_let_go_of_by_its_key(gateway, verb):
    asked = request(card=card_for(gateway))
    await getattr(gateway, verb)(asked)
    void = request(original_key=asked.key)
    assert isinstance(await gateway.void(void), Approved)
    assert await gateway.void(void) == await gateway.lookup(void)


@pytest.mark.parametrize("verb", ["authorize", "purchase"])
async def test_what_was_voided_before_it_arrived_moves_no_money_when_it_does(gateway, verb):
    late = request(card=card_for(gateway))
    assert isinstance(await gateway.void(request(original_key=late.key)), Approved)
    if gateway.needs_card:  # The others move no money themselves: the shop keeps their accounts.
        assert isinstance(await getattr(gateway, verb)(late), Declined)
        assert isinstance(await gateway.lookup(late), Declined)


async def test_what_was_never_asked_can_be_let_go_of(gateway):
    assert isinstance(await gateway.void(request()), Approved)


async def test_what_was_taken_can_be_given_back_in_parts(gateway):
    bought = await gateway.purchase(request(card=card_for(gateway)))
    for part in (20_00, 1_79):
        outcome = await gateway.credit(request(part, reference=bought.reference))
        assert outcome == Approved(reference=bought.reference)


async def test_the_same_key_gets_the_same_answer(gateway):
    asked = request(card=card_for(gateway))
    assert await gateway.authorize(asked) == await gateway.authorize(asked)


async def test_an_answered_request_can_be_looked_up_by_its_key(gateway):
    asked = request(card=card_for(gateway))
    assert await gateway.lookup(asked) in (None, await gateway.authorize(asked))
    assert await gateway.lookup(asked) == await gateway.authorize(asked)


def test_a_gateway_that_takes_no_cards_says_so_by_field(gateway):
    if gateway.needs_card:
        assert gateway.tokenize(typed(), NOW).last_digits == "1111"
        return
    with pytest.raises(Invalid) as refused:
        gateway.tokenize(typed(), NOW)
    assert [problem.code for problem in refused.value.problems] == ["card_not_accepted"]


def test_every_gateway_tells_its_kind(gateway):
    assert gateway.method_type in {"check", "gateway", "gift_card", "store_credit"}


def test_every_file_with_a_gateway_is_named_in_the_table():
    modules = [
        importlib.import_module(f"ringup.gateways.{found.name}")
        for found in pkgutil.iter_modules(gateways.__path__)
    ]
    makers = {module.made for module in modules if inspect.isfunction(vars(module).get("made"))}
    assert makers == set(GATEWAYS.values())
    assert len(modules) == len(makers) + len({"agreeing", "surroundings"})


def test_gateways_are_opened_by_the_names_that_payment_methods_use(tmp_path):
    found = opened(Surroundings(folder=tmp_path))
    assert set(found) >= {"manual", "store_credit", "test"}
    gateways.close(found)
    assert list(tmp_path.iterdir()) == []
