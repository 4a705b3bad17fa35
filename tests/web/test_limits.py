"""How often one may ask, to the number and to the second."""

import pytest

from ringup.web.counters import NoSuchStorage
from ringup.web.limits import (
    UNLIMITED,
    Open,
    Rates,
    address_of,
    key_of,
    limits_of,
)
from ringup.web.refusals import TooManyRequests


class Clock:
    """Seconds since 1970 that only go on when they are told to."""

    def __init__(self):
        self.now = 1_800_000_000.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


def three_a_minute(clock):
    return limits_of(Rates(caller="3/minute"), clock).caller


async def refused(limit, key):
    with pytest.raises(TooManyRequests) as refusal:
        await limit.spend(key)
    return refusal.value.retry_after


async def test_as_many_pass_as_the_rate_says_and_not_one_more(clock):
    limit = three_a_minute(clock)
    for _ in range(3):
        await limit.spend("ada")
    assert await refused(limit, "ada") == 60


async def test_retry_after_counts_down_to_the_second_in_which_it_opens_again(clock):
    limit = three_a_minute(clock)
    for _ in range(3):
        await limit.spend("ada")
    for seconds, left in [(0, 60), (0.5, 60), (1, 59), (58.2, 2), (59, 1), (59.9, 1)]:
        clock.now = 1_800_000_000 + seconds
        assert await refused(limit, "ada") == left
    clock.now = 1_800_000_060
    await limit.spend("ada")


async def test_a_window_begins_with_its_first_request_and_refused_ones_do_not_lengthen_it(clock):
    limit = three_a_minute(clock)
    await limit.spend("ada")
    clock.now += 50
    await limit.spend("ada")
    await limit.spend("ada")
    for _ in range(100):
        assert await refused(limit, "ada") == 10
    clock.now += 10
    for _ in range(3):
        await limit.spend("ada")
    assert await refused(limit, "ada") == 60


async def test_another_key_has_its_own_count(clock):
    limit = three_a_minute(clock)
    for _ in range(3):
        await limit.spend("ada")
    await refused(limit, "ada")
    for _ in range(3):
        await limit.spend("grace")


async def test_two_limits_do_not_share_a_count_even_of_one_key(clock):
    limits = limits_of(Rates(caller="1/minute", order="1/minute"), clock)
    await limits.caller.spend("same")
    await limits.order.spend("same")
    await refused(limits.caller, "same")


async def test_a_check_counts_nothing(clock):
    limit = three_a_minute(clock)
    for _ in range(10):
        await limit.check("ada")
    for _ in range(3):
        await limit.spend("ada")


async def test_what_was_noted_refuses_the_next_check(clock):
    limit = three_a_minute(clock)
    for _ in range(3):
        await limit.check("ada")
        await limit.note("ada")
    with pytest.raises(TooManyRequests) as refusal:
        await limit.check("ada")
    assert refusal.value.retry_after == 60


@pytest.mark.parametrize(
    "rate, seconds", [("1/second", 1), ("1/minute", 60), ("1/hour", 3600), ("1/day", 86400)]
)
async def test_a_rate_is_per_second_minute_hour_or_day(clock, rate, seconds):
    limit = limits_of(Rates(address=rate), clock).address
    await limit.spend("ada")
    assert await refused(limit, "ada") == seconds


def test_without_any_rate_nothing_is_limited():
    assert limits_of(Rates()) is UNLIMITED
    assert UNLIMITED.are_off


async def test_one_limit_may_be_off_while_another_is_kept():
    limits = limits_of(Rates(guesses="1/minute"))
    assert isinstance(limits.address, Open)
    assert not limits.are_off
    for _ in range(1000):
        await limits.address.spend("ada")
        await limits.address.note("ada")
        await limits.address.check("ada")


def test_a_hash_tells_nothing_and_tells_what_is_different_apart():
    assert "sesame" not in key_of("key", "sesame")
    assert len({key_of("key", "a"), key_of("token", "a"), key_of("key", "a", ""), key_of("a")}) == 4
    assert key_of("key", "a") == key_of("key", "a")


@pytest.mark.parametrize(
    "peer, address",
    [
        ("203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("2001:db8:1:2::9", "2001:db8:1:2::"),
        ("2001:db8:1:3::9", "2001:db8:1:3::"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("fe80::1%eth0", "fe80::"),
    ],
)
def test_an_address_is_one_households(peer, address):
    assert address_of({"client": (peer, 1234)}) == address


def test_what_is_no_address_is_hashed_so_that_it_can_be_a_key():
    made_up = "x y\n" * 20_000
    assert address_of({"client": (made_up, 0)}) == key_of(made_up)


@pytest.mark.parametrize("scope", [{}, {"client": None}])
def test_a_peer_without_an_address_is_one_of_this_machine(scope):
    assert address_of(scope) == "local"


@pytest.mark.parametrize("storage", ["nonsense", "nosuch://host:1"])
def test_a_storage_that_does_not_exist_is_named(storage):
    with pytest.raises(NoSuchStorage, match=storage):
        limits_of(Rates(address="1/minute", storage=storage))
