"""What each test card does, what the test gateway refuses, and what its books say of it."""

import asyncio
import functools
import json
import multiprocessing
import sqlite3
import time

import msgspec
import pytest

from ringup.domain.payments.declines import MAY_BE_RETRIED, Decline
from ringup.domain.problems import Invalid
from ringup.gateways.surroundings import Surroundings
from ringup.gateways.test import LEDGER, SLOW, made
from ringup.gateways.test.gateway import SLOW_SECONDS, KeyReused, TestGateway
from ringup.gateways.test.ledger import Deed, Ledger
from ringup.gateways.test.scenarios import CARDS, SCENARIOS
from ringup.services.ports.gateway import ActionRequired, Approved, Declined, Unknown
from tests.gateways.asking import NOW, request, typed

SLOW_HERE = 0.1


@pytest.fixture
def gateway(tmp_path):
    gateway = TestGateway(tmp_path / "ledger.db", slow_seconds=SLOW_HERE)
    yield gateway
    gateway.close()


@pytest.fixture
def books(tmp_path):
    ledger = Ledger(tmp_path / "ledger.db")
    yield ledger
    ledger.close()


def card(gateway, number="4111111111111111"):
    return gateway.tokenize(typed(number), NOW)


async def charged(gateway, minor=50_00):
    asked = request(minor, card=card(gateway))
    return (await gateway.authorize(asked)).reference


@pytest.mark.parametrize(
    "number, brand",
    [
        ("4111111111111111", "visa"),
        ("4242424242424242", "visa"),
        ("5555555555554444", "master"),
        ("378282246310005", "american_express"),
    ],
)
async def test_a_good_card_is_approved(gateway, number, brand):
    token = card(gateway, number)
    assert token.brand == brand
    outcome = await gateway.authorize(request(card=token))
    assert isinstance(outcome, Approved)
    assert outcome.avs == "D"


@pytest.mark.parametrize(
    "number, code",
    [
        ("4000000000000002", "card_declined"),
        ("4000000000009995", "insufficient_funds"),
        ("4000000000000119", "processing_error"),
        ("4012888888881881", "card_declined"),
    ],
)
async def test_a_bad_card_is_declined_and_nothing_is_charged(gateway, books, number, code):
    outcome = await gateway.purchase(request(card=card(gateway, number)))
    assert isinstance(outcome, Declined)
    assert outcome.code == code
    assert [deed.state for deed in books.deeds()] == ["declined"]


def test_a_processing_error_may_be_retried():
    codes = {word: s.charge.code for word, s in SCENARIOS.items() if s.charge}
    assert codes["error"] in MAY_BE_RETRIED
    assert codes["declined"] not in MAY_BE_RETRIED


async def test_the_card_that_cannot_be_captured_is_authorized_but_every_capture_refused(gateway):
    bad = card(gateway, "4000000000000341")
    approved = await gateway.authorize(request(card=bad))
    for _ in range(2):
        outcome = await gateway.capture(request(reference=approved.reference))
        assert outcome == Declined(code="card_declined", message="The card was declined.")
    assert isinstance(await gateway.purchase(request(card=bad)), Declined)


async def test_the_3d_secure_card_wants_the_buyer_to_act_and_charges_nothing(gateway, books):
    outcome = await gateway.authorize(request(card=card(gateway, "4000002500003155")))
    assert outcome == ActionRequired(message="The bank asks the buyer to authenticate.")
    assert [deed.state for deed in books.deeds()] == ["action_required"]


async def test_the_slow_card_is_approved_after_a_while_that_stops_nobody_else(gateway):
    slow = asyncio.create_task(
        gateway.authorize(request(card=card(gateway, "4000000000000044"))), name="slow"
    )
    started = time.monotonic()
    await asyncio.sleep(0)
    assert isinstance(await gateway.authorize(request(card=card(gateway))), Approved)
    assert not slow.done()
    assert isinstance(await slow, Approved)
    assert time.monotonic() - started >= SLOW_HERE * 0.9


async def test_while_the_slow_card_is_being_charged_nobody_knows_the_outcome(gateway):
    asked = request(card=card(gateway, "4000000000000044"))
    slow = asyncio.create_task(gateway.authorize(asked))
    await asyncio.sleep(0)
    assert await gateway.lookup(asked) == Unknown(reason="in progress")
    assert await gateway.lookup(asked) != await slow
    assert await gateway.lookup(asked) == await slow


def test_the_slow_card_takes_five_seconds_unless_a_variable_says_otherwise(tmp_path):
    assert SLOW_SECONDS == 5.0
    around = Surroundings(folder=tmp_path, environment={SLOW: "0.5", LEDGER: f"{tmp_path}/x.db"})
    gateway = made(around)
    assert (gateway._slow_seconds, gateway._path) == (0.5, tmp_path / "x.db")


@pytest.mark.parametrize("verb", ["authorize", "purchase"])
async def test_a_lost_answer_is_unknown_although_the_card_was_charged(gateway, books, verb):
    asked = request(card=card(gateway, "4000000000000051"))
    assert isinstance(await getattr(gateway, verb)(asked), Unknown)
    [deed] = books.deeds()
    assert (deed.kind, deed.state, deed.amount) == (verb, "approved", 21_79)
    found = await gateway.lookup(asked)
    avs, captured = {"authorize": ("D", False), "purchase": ("M", True)}[verb]
    assert found == Approved(reference=deed.reference, avs=avs, captured=captured)


async def test_asking_again_after_a_lost_answer_charges_nothing_more(gateway, books):
    asked = request(card=card(gateway, "4000000000000051"))
    await gateway.authorize(asked)
    assert isinstance(await gateway.authorize(asked), Approved)
    assert len(books.deeds()) == 1


async def test_the_same_key_for_something_else_is_a_mistake(gateway, books):
    asked = request(card=card(gateway))
    await gateway.authorize(asked)
    with pytest.raises(KeyReused):
        await gateway.authorize(msgspec.structs.replace(asked, amount=request(1).amount))
    with pytest.raises(KeyReused):
        await gateway.purchase(asked)
    assert len(books.deeds()) == 1


async def test_a_request_that_never_arrived_is_not_found(gateway):
    assert await gateway.lookup(request()) is None


async def test_captures_may_be_several_but_not_more_than_was_authorized(gateway, books):
    reference = await charged(gateway, 50_00)
    assert isinstance(await gateway.capture(request(30_00, reference=reference)), Approved)
    assert isinstance(await gateway.capture(request(20_01, reference=reference)), Declined)
    assert isinstance(await gateway.capture(request(20_00, reference=reference)), Approved)
    assert isinstance(await gateway.capture(request(1, reference=reference)), Declined)
    assert books.charge(reference).captured == 50_00


async def test_credits_may_be_several_but_not_more_than_was_captured(gateway, books):
    reference = await charged(gateway, 50_00)
    assert isinstance(await gateway.credit(request(1, reference=reference)), Declined)
    await gateway.capture(request(30_00, reference=reference))
    assert isinstance(await gateway.credit(request(10_00, reference=reference)), Approved)
    assert isinstance(await gateway.credit(request(20_01, reference=reference)), Declined)
    assert isinstance(await gateway.credit(request(20_00, reference=reference)), Approved)
    assert books.charge(reference).credited == 30_00


async def test_what_was_let_go_of_cannot_be_captured(gateway):
    reference = await charged(gateway)
    assert isinstance(await gateway.void(request(reference=reference)), Approved)
    outcome = await gateway.capture(request(1, reference=reference))
    assert outcome == Declined(code="invalid_request", message="The authorization was voided.")


async def test_after_a_partial_capture_the_rest_can_be_let_go_of(gateway):
    reference = await charged(gateway, 50_00)
    await gateway.capture(request(30_00, reference=reference))
    assert isinstance(await gateway.void(request(20_00, reference=reference)), Approved)
    assert isinstance(await gateway.capture(request(1, reference=reference)), Declined)


async def test_what_was_taken_whole_cannot_be_voided(gateway):
    reference = await charged(gateway, 50_00)
    await gateway.capture(request(50_00, reference=reference))
    assert isinstance(await gateway.void(request(50_00, reference=reference)), Declined)


@pytest.mark.parametrize("verb", ["capture", "void", "credit"])
async def test_nothing_can_be_done_to_a_charge_that_does_not_exist(gateway, verb):
    outcome = await getattr(gateway, verb)(request(reference="ch_approved_0"))
    assert outcome == Declined(code="invalid_request", message="There is no such charge.")


async def test_another_currency_or_nothing_at_all_is_refused(gateway):
    reference = await charged(gateway)
    for asked in (request(5, currency="EUR", reference=reference), request(0, reference=reference)):
        assert isinstance(await gateway.capture(asked), Declined)


def test_a_token_tells_the_behaviour_and_nothing_of_the_number(gateway):
    for number, word in CARDS.items():
        token = card(gateway, number)
        assert token.token.startswith(f"tok_{word}_")
        assert number[:-4] not in json.dumps(msgspec.to_builtins(token))
        assert token.last_digits == number[-4:]


def test_two_tokens_of_one_card_differ(gateway):
    assert card(gateway).token != card(gateway).token


def test_a_wrong_card_is_refused_field_by_field(gateway):
    with pytest.raises(Invalid) as refused:
        gateway.tokenize(typed("4111111111111112", month="13", name=None), NOW)
    assert {problem.field for problem in refused.value.problems} == {"number", "month", "name"}


async def test_a_token_may_come_ready_made_but_not_from_elsewhere(gateway):
    token = card(gateway, "4000000000000002").token
    given = typed(None, token=token, last_digits="0002", month=None, year=None)
    made_of_it = gateway.tokenize(given, NOW)
    assert (made_of_it.token, made_of_it.year) == (token, 2026)
    assert isinstance(await gateway.authorize(request(card=made_of_it)), Declined)
    with pytest.raises(Invalid):
        gateway.tokenize(typed(None, token="tok_visa"), NOW)


@pytest.mark.parametrize("date", [{"month": "13"}, {"year": "9" * 30}, {"year": "2020"}])
def test_a_token_with_an_impossible_expiry_is_refused(gateway, date):
    token = card(gateway).token
    with pytest.raises(Invalid) as refused:
        gateway.tokenize(typed(None, token=token, **date), NOW)
    assert {problem.field for problem in refused.value.problems} == set(date)


async def test_no_number_is_in_the_books(gateway, tmp_path):
    await gateway.purchase(request(card=card(gateway, "4242424242424242")))
    gateway.close()
    written = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert b"4242" not in written
    assert b"Ada" not in written


def test_the_words_of_the_cards_are_all_known():
    assert set(CARDS.values()) | {"unknown"} == set(SCENARIOS)
    refusals = [s.charge or s.capture for s in SCENARIOS.values()]
    assert all(isinstance(refused.code, Decline) for refused in refusals if refused)


def _charge_all(path, keys):
    ledger = Ledger(path)
    for key in keys:
        deed = Deed(
            key=key,
            kind="purchase",
            reference=f"ch_{key}",
            amount=1_00,
            currency="USD",
            order_number="R1",
            state="approved",
        )
        ledger.once(key, functools.partial(msgspec.structs.replace, deed))
    ledger.close()


def test_several_processes_write_one_deed_for_each_key(tmp_path):
    path = tmp_path / "new" / "ledger.db"
    keys = [f"key-{number:03}" for number in range(200)]
    spawn = multiprocessing.get_context("spawn")
    processes = [spawn.Process(target=_charge_all, args=(path, keys)) for _ in range(4)]
    for process in processes:
        process.start()
    for process in processes:
        process.join(timeout=60)
    assert [process.exitcode for process in processes] == [0] * 4
    ledger = Ledger(path)
    assert [deed.key for deed in ledger.deeds()] == keys
    ledger.close()


def test_the_books_outlive_the_process_without_its_closing_them(tmp_path):
    path = tmp_path / "ledger.db"
    ledger = Ledger(path)
    _charge_all(path, ["a"])
    with sqlite3.connect(path) as other:
        assert other.execute("SELECT key, amount FROM deeds").fetchall() == [("a", 1_00)]
    other.close()
    ledger.close()
