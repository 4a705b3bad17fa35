"""Measures a server from outside and writes down what was seen, for people or as JSON."""

from collections.abc import Iterator, Mapping, Sequence

import msgspec

from ringup.cli.driving.checkout import Payment
from ringup.cli.driving.connection import Address
from ringup.cli.driving.crowd import Tally, checkouts, run
from ringup.cli.driving.learning import learned

WARM_UP_SECONDS = 1.0

Tallies = Mapping[int, Tally]
"""What was measured, by how many bought at once."""


def measured(server: str, buyers: Sequence[int], seconds: float, *, by_check: bool) -> Tallies:
    """Drive a server with so many buyers at a time, one number after the other.

    Raises ``ValueError`` for an address that is none, ``NotTheDemoStore``, ``WrongAnswer``,
    ``OSError``, ``TimeoutError``.
    """
    return run(_measured(Address.of(server), buyers, seconds, "check" if by_check else "card"))


async def _measured(
    address: Address, buyers: Sequence[int], seconds: float, payment: Payment
) -> Tallies:
    goods = await learned(address, payment=payment)
    await checkouts(address, goods, 1, min(seconds, WARM_UP_SECONDS))
    return {count: await checkouts(address, goods, count, seconds) for count in buyers}


def as_json(tallies: Tallies) -> str:
    """Write everything that was measured."""
    told = [
        {"buyers": buyers, "checkouts_per_second": round(tally.per_second, 2)}
        | msgspec.to_builtins(tally)
        for buyers, tally in tallies.items()
    ]
    return msgspec.json.format(msgspec.json.encode(told), indent=2).decode()


def as_table(tallies: Tallies) -> str:
    """Write a table for each number of buyers."""
    return "\n\n".join("\n".join(_table(buyers, tally)) for buyers, tally in tallies.items())


def _table(buyers: int, tally: Tally) -> Iterator[str]:
    client = tally.client_seconds / tally.done * 1000 if tally.done else 0.0
    yield (
        f"{buyers} at once: {tally.per_second:.1f} checkouts a second"
        f" ({tally.done} in {tally.seconds:.1f} s; {client:.2f} ms of this client's CPU each)"
    )
    yield f"  {'request (ms)':<14}{'p50':>9}{'p95':>9}{'p99':>9}{'worst':>9}"
    for wait in tally.waits:
        yield (
            f"  {wait.name:<14}{wait.p50:>9.2f}{wait.p95:>9.2f}{wait.p99:>9.2f}{wait.worst:>9.2f}"
        )
