"""What a zone is made of."""

from collections.abc import Iterable
from typing import Annotated, ClassVar, Literal

import msgspec
from msgspec import Meta

from ringup.domain.problems import Problem
from ringup.services.editing.forms import Editable, Form, Ground, Line, Prose, Spellings


class ZoneMember(msgspec.Struct, frozen=True, kw_only=True):
    """A country or a state that belongs to a zone."""

    zoneable_type: Literal["country", "state"]
    zoneable_id: Annotated[int, Meta(ge=1, le=2**63 - 1)]


class ZoneForm(Form, frozen=True, kw_only=True):
    """Countries or states that are taxed or served alike."""

    spelled: ClassVar[Spellings] = {"zone_members": ("members",)}

    name: Line
    description: Prose = ""
    default_tax: bool = False
    zone_members: tuple[ZoneMember, ...] = ()


def _members_are_there(form: ZoneForm, ground: Ground) -> Iterable[Problem]:
    known = {"country": ground.shop.countries, "state": ground.shop.states}
    for member in form.zone_members:
        if member.zoneable_id not in known[member.zoneable_type]:
            text = f"does not exist: {member.zoneable_type} {member.zoneable_id}"
            yield Problem("", "zone_members.zoneable_id", "not_there", text)


ZONE = Editable(
    form=ZoneForm,
    rules=(_members_are_there,),
    unique=(("name",),),
    sole=("default_tax",),
)
