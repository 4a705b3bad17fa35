"""What a promotion is made of: its rules, and what it does."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta
from msgspec.structs import replace

from ringup.domain.problems import Problem, within
from ringup.domain.promotions.actions import ACTIONS
from ringup.domain.promotions.rules import RULES
from ringup.services.editing.forms import Editable, Form, Ground, Line, Prose, Reference, blank
from ringup.services.editing.plugins import Plugin, ids_in, misfits


class PromotionPlugin(msgspec.Struct, frozen=True, kw_only=True):
    """A rule or an action: a new one, or with its id one that is there, to change or destroy."""

    id: Annotated[int, Meta(ge=1, le=2**63 - 1)] | None = None
    type: Line | None = None
    settings: dict[str, Any] | None = None
    destroy: bool = msgspec.field(name="_destroy", default=False)

    @property
    def plugin(self) -> Plugin:
        """The plug-in by itself."""
        return Plugin(type=self.type or "", settings=self.settings or {})


class PromotionForm(Form, frozen=True, kw_only=True):
    """Something off, for whom the rules let. Without a code it is tried on every order."""

    name: Line
    code: Line | None = None
    description: Prose | None = None
    starts_at: datetime | None = None
    expires_at: datetime | None = None
    usage_limit: Annotated[int, Meta(ge=1, le=2**31 - 1)] | None = None
    match_policy: Literal["all", "any"] = "all"
    advertise: bool = False
    promotion_rules: tuple[PromotionPlugin, ...] = ()
    promotion_actions: tuple[PromotionPlugin, ...] = ()


def joined(
    standing: Sequence[PromotionPlugin], given: Sequence[PromotionPlugin]
) -> tuple[PromotionPlugin, ...]:
    """Add what is new, change or take away what is named by its id, and leave the others."""
    kept = {each.id: each for each in standing}
    new = []
    for each in given:
        old = kept.get(each.id) if each.id is not None else None
        if old is None:
            new.append(each)
        elif each.destroy:
            del kept[each.id]
        else:
            settings = old.settings if each.settings is None else each.settings
            kept[each.id] = replace(each, type=each.type or old.type, settings=settings)
    return (*kept.values(), *new)


def _plugins_fit(form: PromotionForm, ground: Ground) -> Iterator[Problem]:
    yield from _misfits("promotion_rules", form, ground, RULES)
    yield from _misfits("promotion_actions", form, ground, ACTIONS)


def _misfits(
    field: str, form: PromotionForm, ground: Ground, table: Mapping[str, type[Any]]
) -> Iterator[Problem]:
    standing = {each.id for each in getattr(ground.before, field, ())}
    for each in getattr(form, field):
        if each.id is not None and each.id not in standing:
            yield Problem("", within(field, "id"), "not_there", "does not exist")
        elif each.type is None:
            yield blank(within(field, "type"))
        else:
            yield from misfits(each.plugin, table, field)


def _begins_before_it_ends(form: PromotionForm, ground: Ground) -> Iterable[Problem]:
    del ground
    if form.starts_at and form.expires_at and form.expires_at <= form.starts_at:
        yield Problem("", "expires_at", "out_of_range", "must be later than starts_at")


def _code_is_one_word(form: PromotionForm, ground: Ground) -> Iterable[Problem]:
    del ground
    if form.code is not None and (not form.code.strip() or form.code != form.code.strip()):
        yield Problem("", "code", "not_text", "must not begin or end with a blank")


def _ids_in_settings(values: Mapping[str, Any]) -> Iterator[Reference]:
    for field in ("promotion_rules", "promotion_actions"):
        for each in values.get(field) or ():
            yield from ids_in(each.settings, within(field, "settings"))


PROMOTION = Editable(
    form=PromotionForm,
    rules=(_plugins_fit, _begins_before_it_ends, _code_is_one_word),
    unique=(("code",),),
    joined={"promotion_rules": joined, "promotion_actions": joined},
    pointing=_ids_in_settings,
)
