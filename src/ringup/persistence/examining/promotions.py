"""Promotions that give nothing, because a rule or an action of theirs does not work."""

from collections.abc import Iterator

from sqlalchemy import Table, select

from ringup.domain.methods import Calculator
from ringup.domain.promotions.loading import NotAPlugin, action_from, rule_from
from ringup.persistence.reading import StoreReading
from ringup.persistence.schema import promotion_actions, promotion_rules, promotions
from ringup.persistence.statements import Found
from ringup.services.examining.findings import Finding


async def broken(reading: StoreReading) -> list[Finding]:
    """Tell of each rule and action that cannot be made."""
    rows = [*await _plugins(reading, promotion_rules), *await _plugins(reading, promotion_actions)]
    return [finding for row in rows for finding in _finding(row)]


async def _plugins(reading: StoreReading, table: Table) -> list[Found]:
    of = promotions.c.id == table.c.promotion_id
    found = (
        select(promotions.c.name.label("promotion"), table.c.name, table.c.settings)
        .select_from(table.join(promotions, of))
        .where(promotions.c.deleted_at.is_(None))
        .order_by(table.c.id)
    )
    made = rule_from if table is promotion_rules else action_from
    return [{**row, "made": made} for row in await reading.select(found)]


def _finding(row: Found) -> Iterator[Finding]:
    try:
        row["made"](Calculator(name=row["name"], settings=row["settings"]))
    except NotAPlugin as error:
        yield Finding(
            rule="promotion_broken",
            about=f"promotion {row['promotion']!r}",
            expected="rules and actions that are installed, with settings that fit them",
            found=str(error),
        )
