"""Counts that several processes share, and what happens while their storage is away."""

import asyncio

import pytest
from limits.aio.storage import MemoryStorage, Storage
from structlog.testing import capture_logs

from ringup.web import shared_counters
from ringup.web.limits import Rates, limits_of
from ringup.web.refusals import TooManyRequests
from ringup.web.shared_counters import Counted, Forgiving


class Elsewhere(Storage):
    """A storage on another machine: it may break, or never answer."""

    STORAGE_SCHEME = None

    def __init__(self):
        super().__init__(wrap_exceptions=True)
        self.does = self.breaks
        self.asked = 0

    @property
    def base_exceptions(self):
        return (ConnectionError,)

    async def breaks(self):
        raise ConnectionRefusedError("nobody there")

    async def hangs(self):
        await asyncio.sleep(3600)

    async def incr(self, key, expiry, amount=1):
        del key, expiry
        self.asked += 1
        await self.does()
        return amount

    async def get(self, key):
        return await self.incr(key, 0, 0)

    async def get_expiry(self, key):
        return await self.incr(key, 0, 0)

    async def clear(self, key): ...

    async def reset(self): ...

    async def check(self):
        return True


async def test_limits_that_share_a_storage_share_their_counts():
    storage = MemoryStorage()
    processes = [Counted("caller", "3/hour", Forgiving(storage)) for _ in range(2)]
    for process in (*processes, processes[0]):
        await process.spend("ada")
    for process in processes:
        with pytest.raises(TooManyRequests) as refusal:
            await process.spend("ada")
        assert 3590 < refusal.value.retry_after <= 3600


async def test_a_storage_is_named_by_its_address():
    limit = limits_of(Rates(order="1/hour", storage="memory://")).order
    await limit.spend("ada")
    with pytest.raises(TooManyRequests):
        await limit.check("ada")
    await limit.check("grace")


@pytest.mark.parametrize("mishap", ["breaks", "hangs"])
async def test_while_the_storage_is_away_everybody_passes_and_it_is_told_once(mishap, monkeypatch):
    monkeypatch.setattr(shared_counters, "PATIENCE", 0.01)
    storage = Elsewhere()
    storage.does = getattr(storage, mishap)
    limit = Counted("caller", "1/hour", Forgiving(storage))
    with capture_logs() as logs:
        for _ in range(20):
            await limit.spend("ada")
            await limit.check("ada")
            await limit.note("ada")
    assert [entry["event"] for entry in logs] == ["rate_limits_storage_is_away"]
    assert storage.asked == 1


async def test_a_storage_that_was_away_is_asked_again(monkeypatch):
    monkeypatch.setattr(shared_counters, "PAUSE", 0.0)
    storage = Elsewhere()
    limit = Counted("caller", "1/hour", Forgiving(storage))
    for _ in range(3):
        await limit.spend("ada")
    assert storage.asked == 3
