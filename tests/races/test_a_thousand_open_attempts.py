"""Two processes sweep the same thousand open attempts: each is settled, and once."""

import asyncio
import re
from collections import Counter
from functools import partial

import msgspec
import pytest

from ringup.domain import completion
from ringup.domain.completion import ToAsk
from ringup.domain.order import Order, child_id, order_id_of
from ringup.gateways.test.ledger import Deed, Ledger
from ringup.services.history.telling import told
from ringup.services.holding import demands_of
from ringup.services.ports.store import Wanted
from tests.races.racing import Race, rounds
from tests.support.postgres import ISOLATION
from tests.support.servers import Server
from tests.support.storefront import ledger_beside, open_storefront

ATTEMPTS = rounds(1000, 3000)
IN_A_TRANSACTION = 50
# Where every write to the row of the stock may be refused, a claim can run out before it is used.
ASKED_AGAIN = range(1, 10) if ISOLATION == "serializable" else (1,)


@pytest.fixture
async def left_open(race: Race, tmp_path, monkeypatch):
    """A thousand orders as a crash leaves them: the gateway was asked for half of them."""
    for name, value in ledger_beside(tmp_path).items():
        monkeypatch.setenv(name, value)
    async with open_storefront(race.fleet.url) as storefront:
        shopper = await storefront.shopper_at("confirm")
        store = storefront.desk.store
        found = await store.read(lambda reading: reading.peek(shopper.id, Wanted()))
        assert found is not None
        pattern, facts = found
        for first in range(0, ATTEMPTS, IN_A_TRANSACTION):
            leave_open = partial(_leave_open, first=first, pattern=pattern, facts=facts)
            await store.write(leave_open)
    books = await race.books()
    _answer_some(books, race.fleet.ledger)
    return {row["id"]: _fate(row["key"]) for row in _keyed(books)}


async def _leave_open(transaction, first, pattern, facts):
    for number in range(first, first + IN_A_TRANSACTION):
        order = _copied(pattern, await transaction.new_order_id())
        ask = ToAsk(payment_id=order.payments[0].id, kind="authorize", key=f"{number:032x}")
        order = completion.prepared(order, [ask], facts.now)
        saved = await transaction.save(None, order, told(None, order, "guest"))
        assert not (await transaction.take_stock(saved, demands_of(saved, facts))).short


def _copied(order: Order, order_id: int) -> Order:
    """The same order under another id, and its children under theirs."""

    def renamed(value):
        match value:
            case dict():
                return {name: renamed(inner) for name, inner in value.items()}
            case list() | tuple():
                return [renamed(inner) for inner in value]
            case int() if order_id_of(value) == order.id:
                return child_id(order_id, value & ((1 << 22) - 1))
        return value

    return msgspec.convert({**renamed(msgspec.to_builtins(order)), "id": order_id}, Order)


def _keyed(books):
    numbers = {row["id"]: row["number"] for row in books.tables["orders"]}
    for row in books.tables["payment_attempts"]:
        yield {"id": row["order_id"], "number": numbers[row["order_id"]], **_asked(row)}


def _asked(row):
    return {"key": row["key"], "amount": row["amount"]}


def _fate(key):
    """Half of the keys the gateway charged, some it declined, and some it never got."""
    return ("approved", "approved", "unknown", "declined")[int(key, 16) % 4]


def _answer_some(books, ledger):
    kept = Ledger(ledger)
    for row in _keyed(books):
        fate = _fate(row["key"])
        if fate != "unknown":
            kept.write(
                Deed(
                    key=row["key"],
                    kind="authorize",
                    reference=f"ch_approved_{row['key']}",
                    amount=row["amount"],
                    currency="USD",
                    order_number=row["number"],
                    state=fate,
                    code="card_declined" if fate == "declined" else None,
                )
            )
    kept.close()


async def _two_sweepers(race: Race) -> list[Server]:
    """Start one, stop it when it has settled some, and let it go on when another is there."""
    sweeping = partial(race.fleet.launch, ahead=60, sweep=0.05, log_level="info")
    race.fleet.arm("settle: after commit", how="stop", passes=10)
    first = sweeping()
    await asyncio.to_thread(first.wait_until_stopped)
    second = sweeping()
    await asyncio.to_thread(second.wait_until_well)
    first.wake()
    await race.turns_to(first, second)
    return [first, second]


async def test_two_sweepers_of_a_thousand_open_attempts_settle_each_once(race, left_open):
    assert len(left_open) == ATTEMPTS
    servers = await _two_sweepers(race)
    await race.settled()
    books = await race.checked()
    fates = Counter(left_open.values())
    assert len(books.placed) == fates["approved"] == ATTEMPTS // 2
    kinds = Counter("tombstone" if deed.is_tombstone else deed.kind for deed in books.deeds)
    assert kinds == {
        "authorize": fates["approved"] + fates["declined"],
        "tombstone": fates["unknown"],
        "void": fates["unknown"],
    }
    for order_id, fate in left_open.items():
        happened = Counter(kind for kind, actor in books.told(order_id) if actor == "sweeper")
        assert happened["payment.asked_again"] in ASKED_AGAIN
        assert happened["order.completed"] == (fate == "approved")
        assert happened["order.sent_back"] == (fate != "approved")
        assert happened["payment.voided"] == (fate == "unknown")
    settled = [
        sum(map(int, re.findall(r"swept .*settled=\D*(\d+)", server.log.read_text())))
        for server in servers
    ]
    assert sum(settled) == ATTEMPTS
    assert min(settled) > 0, "one of them did all the work"
