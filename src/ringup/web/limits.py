"""How often one may ask: counted by key in windows, and refused beyond, never half served.

A ``Limit`` is one rule (600 a minute), counted for each key on its own. Keys are hashes, so that
neither memory nor a storage elsewhere ever holds an API key or an order token.
"""

import hashlib
import ipaddress
import time
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Protocol

import msgspec
from starlette.types import Scope

from ringup.web.counters import Counters
from ringup.web.refusals import TooManyRequests

OFF = "off"
MEMORY = "memory"

_SECONDS: Mapping[str, int] = {"second": 1, "minute": 60, "hour": 3_600, "day": 86_400}


class Limit(Protocol):
    """One rule, for as many keys as come."""

    async def spend(self, key: str) -> None:
        """Count one more; raises ``TooManyRequests`` when that is too many."""
        ...

    async def check(self, key: str) -> None:
        """Raise ``TooManyRequests`` when one more would be too many; counts nothing."""
        ...

    async def note(self, key: str) -> None:
        """Count one more, to be refused the next time."""
        ...


class Open:
    """No limit."""

    async def spend(self, key: str) -> None: ...

    async def check(self, key: str) -> None: ...

    async def note(self, key: str) -> None: ...


class CountedHere:
    """So many in so long: a window begins with the first request and then starts anew."""

    def __init__(
        self, name: str, rate: str, counters: Counters, clock: Callable[[], float] = time.time
    ) -> None:
        """Take the rate, such as ``600/minute``, and where it is counted under this name."""
        most, _, unit = rate.partition("/")
        self._most, self._seconds = int(most), _SECONDS[unit]
        self._name = f"{name}/"
        self._counters = counters
        self._clock = clock

    async def spend(self, key: str) -> None:
        if self._counters.count(self._name + key, self._seconds) > self._most:
            raise self._refusal(key)

    async def check(self, key: str) -> None:
        if self._counters.counted(self._name + key) >= self._most:
            raise self._refusal(key)

    async def note(self, key: str) -> None:
        self._counters.count(self._name + key, self._seconds)

    def _refusal(self, key: str) -> TooManyRequests:
        return TooManyRequests.until(self._counters.end(self._name + key) - self._clock())


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """All that is limited.

    ``address``: everything that comes from one. ``caller``: everything one key, one order token
    or, with neither, one address asks for. ``order``: what one caller does to move one order on.
    ``guesses``: coupon codes and credentials from one address that turned out wrong.
    """

    address: Limit = Open()
    caller: Limit = Open()
    order: Limit = Open()
    guesses: Limit = Open()

    @property
    def are_off(self) -> bool:
        """Whether nothing is limited."""
        return all(isinstance(limit, Open) for limit in msgspec.structs.astuple(self))


UNLIMITED = Limits()


class Rates(msgspec.Struct, frozen=True, kw_only=True):
    """How much each limit allows, such as ``600/minute``, or ``off``.

    ``storage`` is where it is counted: ``memory``, or the address of another that ``limits`` has.
    """

    address: str = OFF
    caller: str = OFF
    order: str = OFF
    guesses: str = OFF
    storage: str = MEMORY

    def by_limit(self) -> dict[str, str]:
        """Give the rates by their limits' names."""
        return {name: getattr(self, name) for name in Limits.__struct_fields__}


def limits_of(rates: Rates, clock: Callable[[], float] = time.time) -> Limits:
    """Make the limits of these rates; ``clock`` tells the seconds since 1970.

    Raises ``NoSuchStorage`` for a storage that cannot be used.
    """
    wanted = {name: rate for name, rate in rates.by_limit().items() if rate != OFF}
    if not wanted:
        return UNLIMITED
    if rates.storage == MEMORY:
        counters = Counters(clock)
        return Limits(
            **{name: CountedHere(name, rate, counters, clock) for name, rate in wanted.items()}
        )
    # Not at the head: what speaks to storages elsewhere costs a server that counts by itself
    # two megabytes and a thirtieth of a second.
    from ringup.web.shared_counters import Counted, limiter_at  # noqa: PLC0415

    limiter = limiter_at(rates.storage)
    return Limits(**{name: Counted(name, rate, limiter, clock) for name, rate in wanted.items()})


def key_of(*parts: str) -> str:
    """Hash what a count belongs to."""
    whole = "\0".join(parts).encode("utf-8", "surrogatepass")
    return hashlib.blake2b(whole, digest_size=16).hexdigest()


def address_of(scope: Scope) -> str:
    """Tell where a request comes from: an address, of IPv6 the network that one client has.

    The peer's, or what the server took from a trusted proxy (the setting ``trusted_proxies``).
    """
    client = scope.get("client")
    return _network(client[0]) if client else "local"


@lru_cache(maxsize=4096)
def _network(host: str) -> str:
    """Give an IPv4 address whole, and the half of an IPv6 one that all of a household share."""
    try:
        address = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return key_of(host)
    if isinstance(address, ipaddress.IPv4Address):
        return str(address)
    return str(address.ipv4_mapped or ipaddress.IPv6Address(int(address) >> 64 << 64))
