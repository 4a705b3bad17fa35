"""Keeps what promotions name by its id: their rules would mean nothing, or something else."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select, union_all

from ringup.domain.problems import Invalid, Problem
from ringup.persistence.filing.drawer import Editor, Removal
from ringup.persistence.schema import promotion_actions, promotion_rules, promotions
from ringup.services.editing.plugins import ids_in


async def check_unnamed(editor: Editor, kind: type, ids: Sequence[int]) -> None:
    """See that no living promotion names any of these things. Raises ``Invalid``."""
    names = [
        promotion
        for promotion, settings in await _settings(editor)
        if any(each.kind is kind and each.id in ids for each in ids_in(settings, ""))
    ]
    if names:
        text = f"is still used by promotions: {', '.join(dict.fromkeys(names))}"
        raise Invalid(Problem("", "base", "in_use", text))


def unless_named(kind: type) -> Removal:
    """Make the part of a removal that refuses it while a promotion names the thing."""

    async def refuse(editor: Editor, id_: int, at: datetime) -> None:
        del at
        await check_unnamed(editor, kind, (id_,))

    return refuse


async def _settings(editor: Editor) -> Sequence[tuple[str, object]]:
    """Read the settings of all rules and actions, each with the name of its promotion."""
    plugins = union_all(
        *(select(of.c.promotion_id, of.c.settings) for of in (promotion_rules, promotion_actions))
    ).subquery()
    living = select(promotions.c.name, plugins.c.settings).join(
        plugins, plugins.c.promotion_id == promotions.c.id
    )
    rows = await editor.select(living.where(promotions.c.deleted_at.is_(None)))
    return [(row["name"], row["settings"]) for row in rows]
