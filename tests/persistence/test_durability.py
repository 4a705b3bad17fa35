"""What is on the disk before it is answered; those who wait together wait for one flush."""

import asyncio
import time

import pytest

from ringup.domain.problems import Unavailable
from ringup.persistence import durability
from ringup.persistence.durability import Flushing
from ringup.persistence.opening import open_store
from ringup.services.ports.store import Wanted
from tests.persistence.orders import placed_in, replace
from tests.persistence.small_shop import NOW


@pytest.fixture
def flushes(monkeypatch):
    """A list that gets longer with each flush of a file."""
    done: list[int] = []
    monkeypatch.setattr(durability, "_flush", done.append)
    return done


async def _changed(store, order, **fields):
    async def work(transaction):
        before, _ = await transaction.load(order.id, Wanted())
        return await transaction.save(before, replace(before, **fields), ())

    return await store.write(work)


PLACED = {"state": "complete", "completed_at": NOW}


@pytest.fixture
def file_url(prepared_file, tmp_path):
    copy = tmp_path / "store.db"
    copy.write_bytes(prepared_file.read_bytes())
    return f"sqlite:///{copy}"


@pytest.mark.parametrize(
    "setting, flushed", [("money", [0, 0, 1, 2]), ("all", [1, 2, 3, 4]), ("off", [0, 0, 0, 0])]
)
async def test_by_default_an_edit_of_a_cart_waits_for_no_flush_and_an_order_does(
    setting, flushed, file_url, clock, flushes
):
    store = await open_store(file_url, clock, {}, durability=setting)
    counts = []
    order = await store.write(placed_in)
    counts.append(len(flushes))
    for change in ({"email": "new@example.com"}, PLACED, {"approved_at": NOW}):
        await _changed(store, order, **change)
        counts.append(len(flushes))
    assert counts == flushed
    await store.close()


async def test_money_that_is_being_asked_for_is_flushed_before_it_is(file_url, clock, flushes):
    store = await open_store(file_url, clock, {})
    order = await store.write(placed_in)
    await _changed(store, order, placing=True)
    assert len(flushes) == 1
    await _changed(store, order, placing=False)
    assert len(flushes) == 2
    await store.close()


async def test_what_was_rolled_back_is_not_waited_for(file_url, clock, flushes):
    store = await open_store(file_url, clock, {})
    order = await store.write(placed_in)

    async def undone(transaction):
        before, _ = await transaction.load(order.id, Wanted())
        await transaction.save(before, replace(before, **PLACED), ())
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await store.write(undone)
    assert flushes == []
    await store.close()


async def test_those_who_wait_together_wait_for_one_flush(tmp_path, monkeypatch):
    done = []

    def slow(_file):
        time.sleep(0.05)
        done.append(1)

    monkeypatch.setattr(durability, "_flush", slow)
    (tmp_path / "store.db-wal").touch()
    flushing = Flushing(tmp_path / "store.db")
    early = [asyncio.create_task(flushing.flushed()) for _ in range(10)]
    await asyncio.sleep(0.02)
    # The first flush has begun: whoever comes now needs another one.
    late = [asyncio.create_task(flushing.flushed()) for _ in range(10)]
    await asyncio.gather(*early)
    assert len(done) == 1
    await asyncio.gather(*late)
    assert len(done) == 2
    flushing.close()


async def test_a_disk_that_cannot_be_written_is_unavailable(tmp_path):
    with pytest.raises(Unavailable):
        await Flushing(tmp_path / "nowhere" / "store.db").flushed()
