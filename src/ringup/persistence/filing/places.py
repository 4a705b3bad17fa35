"""Where zones are filed."""

from collections.abc import Sequence

from ringup.persistence.filing.drawer import Drawer, Editor
from ringup.persistence.filing.parts import Others
from ringup.persistence.schema import (
    shipping_method_zones,
    store_zones,
    tax_rates,
    zone_countries,
    zone_states,
    zones,
)
from ringup.services.editing.places import ZoneMember

_COUNTRIES = Others(table=zone_countries, own="zone_id", other="country_id")
_STATES = Others(table=zone_states, own="zone_id", other="state_id")


class ZoneMembers:
    """Countries and states, each sort in its own table."""

    async def read(self, editor: Editor, id_: int) -> Sequence[ZoneMember]:
        """Read a zone's members."""
        countries = await _COUNTRIES.read(editor, id_)
        states = await _STATES.read(editor, id_)
        return (
            *(ZoneMember(zoneable_type="country", zoneable_id=each) for each in countries),
            *(ZoneMember(zoneable_type="state", zoneable_id=each) for each in states),
        )

    async def write(self, editor: Editor, id_: int, value: Sequence[ZoneMember]) -> None:
        """Give a zone these members alone."""
        for sort, members in (("country", _COUNTRIES), ("state", _STATES)):
            ids = [each.zoneable_id for each in value if each.zoneable_type == sort]
            await members.write(editor, id_, ids)


ZONES = Drawer(
    table=zones,
    parts={"zone_members": ZoneMembers()},
    used_by=(tax_rates.c.zone_id, shipping_method_zones.c.zone_id, store_zones.c.zone_id),
)
