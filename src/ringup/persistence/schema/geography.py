"""Where people live, as zones, taxes and postal rules see it."""

from sqlalchemy import CheckConstraint, ForeignKey, Index, PrimaryKeyConstraint, UniqueConstraint

from ringup.persistence.schema.columns import (
    flag,
    moment_or_null,
    own_id,
    table,
    text,
    text_or_null,
    whole,
)

countries = table(
    "countries",
    own_id(),
    text("iso"),
    text("iso3"),
    text("name"),
    text("iso_name"),
    whole("numcode"),
    flag("states_required"),
    flag("zipcode_required"),
    text_or_null("zipcode_pattern"),
    UniqueConstraint("iso"),
    CheckConstraint("length(iso) = 2", name="iso_has_two_letters"),
    CheckConstraint("length(iso3) = 3", name="iso3_has_three_letters"),
)

states = table(
    "states",
    own_id(),
    whole("country_id", ForeignKey("countries.id")),
    text("name"),
    text("abbr"),
    Index(None, "country_id"),
)

zones = table(
    "zones",
    own_id(),
    text("name"),
    text("description"),
    flag("default_tax"),
    moment_or_null("deleted_at"),
)

zone_countries = table(
    "zone_countries",
    whole("zone_id", ForeignKey("zones.id")),
    whole("country_id", ForeignKey("countries.id")),
    PrimaryKeyConstraint("zone_id", "country_id"),
)

zone_states = table(
    "zone_states",
    whole("zone_id", ForeignKey("zones.id")),
    whole("state_id", ForeignKey("states.id")),
    PrimaryKeyConstraint("zone_id", "state_id"),
)
