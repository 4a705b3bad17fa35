"""Takes orders that were placed elsewhere over from JSON Lines; see docs/importing-orders.md."""

from collections.abc import Sequence
from itertools import islice

from ringup.app import desk_at, installed
from ringup.bulk.batch import Refused
from ringup.bulk.files import Advance, NotAFile, Said, is_json, said_by
from ringup.bulk.importing import Summary, Task, Tell
from ringup.config import Configuration
from ringup.domain.past.told import PastOrder
from ringup.domain.problems import Invalid, Problem
from ringup.services.asking import Desk
from ringup.services.import_orders import import_orders
from ringup.wire.spree.read.imports import past_order

ORDERS = "orders"

SIZE = 100
"""Orders to a transaction."""


async def orders_taken(
    configuration: Configuration, task: Task, tell: Tell, advance: Advance
) -> Summary:
    """Import a file of orders; those that are here already are passed over. Raises ``NotAFile``."""
    if not is_json(task.file):
        raise NotAFile(f"{task.file}: orders come as JSON Lines, in a file that ends with .jsonl")
    if task.dry_run:
        raise NotAFile("orders cannot be imported as a dry run")
    installed(configuration)
    summary = Summary()
    lines = said_by(task.file, advance)
    async with desk_at(configuration) as desk:
        while batch := list(islice(lines, SIZE)):
            for refused in await _taken(desk, batch, summary):
                summary.refused += 1
                tell(refused)
    return summary


async def _taken(desk: Desk, lines: Sequence[Said], summary: Summary) -> Sequence[Refused]:
    pasts: dict[int, PastOrder] = {}
    refused: dict[int, str] = {}
    for said in lines:
        try:
            pasts[said.line] = past_order({"order": dict(said.values)})
        except Invalid as invalid:
            refused[said.line] = said.wrong or _reasons(invalid.problems)
    for line, one in zip(pasts, await import_orders(desk, list(pasts.values())), strict=True):
        if one.problems:
            refused[line] = _reasons(one.problems)
        summary.taken += one.is_new
        summary.passed += not (one.is_new or one.problems)
    return [Refused(line, refused[line]) for line in sorted(refused)]


def _reasons(problems: Sequence[Problem]) -> str:
    return "; ".join(f"{problem.field}: {problem.message}" for problem in problems)
