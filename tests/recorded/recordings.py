"""What a real Spree 4.2.7 was asked, and what it answered: twenty-one scenarios, step by step."""

import functools
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec

DATA = Path(__file__).parent / "data"
JSON = {"Content-Type": "application/json"}


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """What was sent."""

    method: str
    path: str
    headers: dict[str, str]
    body: Any


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """One request and its answer; the note says what it was for."""

    note: str
    request: Request
    status: int
    body: Any


class Scenario(msgspec.Struct, frozen=True, kw_only=True, rename={"name": "scenario"}):
    """A story, told in steps."""

    name: str
    server: str
    steps: tuple[Step, ...]


SCENARIOS = tuple(sorted(path.stem for path in DATA.glob("*.json")))


@functools.cache
def scenario(name: str) -> Scenario:
    """Read a scenario."""
    return msgspec.json.decode((DATA / f"{name}.json").read_bytes(), type=Scenario)


RAW: Mapping[tuple[str, int], bytes] = {
    ("errors_cart", 5): b'{"order": ',
    ("errors_cart", 6): b"",
    ("errors_cart", 7): b"[]",
    ("line_items", 26): b'{"line_item": ',
    ("line_items", 27): b"line_item[variant_id]=1&line_item[quantity]=2",
    ("line_items", 28): b"[1]",
    ("line_items", 29): b"line_item",
}
"""Bodies that were no JSON objects, and so were not kept; the notes describe them."""


TAKEN_BEFORE_IT_WAS_SHOWN: Mapping[tuple[str, int], int] = {("shipments", 2): 2}
"""How many of a variant a scenario took by the very step that first shows how many there are."""


def stock_at_the_start(name: str) -> dict[int, int]:
    """Tell how many of each variant there were when the scenario first shows it.

    The scenarios ran one after the other on the same server, and some before them were not kept.
    """
    counts: dict[int, int] = {}
    for step in scenario(name).steps:
        for variant in _variants(step.body):
            if (count := variant["total_on_hand"]) is not None:
                unseen = TAKEN_BEFORE_IT_WAS_SHOWN.get((name, variant["id"]), 0)
                counts.setdefault(variant["id"], count + unseen)
    return counts


def _variants(body: Any) -> Iterator[dict[str, Any]]:  # noqa: ANN401 - whatever JSON holds
    if isinstance(body, dict):
        if "is_master" in body:
            yield body
        body = list(body.values())
    if isinstance(body, list):
        for inside in body:
            yield from _variants(inside)
