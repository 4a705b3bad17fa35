"""Promotions with their rules and actions, and who has used which."""

from sqlalchemy import CheckConstraint, ForeignKey, Index, PrimaryKeyConstraint, UniqueConstraint

from ringup.persistence.schema.columns import (
    flag,
    index_where,
    json,
    moment,
    moment_or_null,
    never_negative,
    one_of,
    own_id,
    table,
    text,
    text_or_null,
    whole,
    whole_or_null,
)

AUTOMATIC_AND_LIMITED = "code_folded IS NULL AND usage_limit IS NOT NULL"

promotions = table(
    "promotions",
    own_id(),
    text("name"),
    # As the shop wrote it, and without regard to case; neither for an automatic promotion.
    text_or_null("code"),
    text_or_null("code_folded"),
    text_or_null("description"),
    moment_or_null("starts_at"),
    moment_or_null("expires_at"),
    whole_or_null("usage_limit"),
    # Counted while there is a limit; without one nobody should have to wait for this row.
    whole("used"),
    text("match"),
    flag("advertise"),
    moment_or_null("deleted_at"),
    UniqueConstraint("code_folded"),
    # Those whose uses every order wants to know, without going through a million coupons.
    index_where(AUTOMATIC_AND_LIMITED, "ix_promotions_automatic_limited", "id"),
    one_of("match", "all", "any"),
    never_negative("used"),
    CheckConstraint("(code IS NULL) = (code_folded IS NULL)", name="code_folded_goes_with_code"),
)

promotion_rules = table(
    "promotion_rules",
    own_id(),
    whole("promotion_id", ForeignKey("promotions.id")),
    text("name"),
    json("settings"),
    Index(None, "promotion_id"),
)

promotion_actions = table(
    "promotion_actions",
    own_id(),
    whole("promotion_id", ForeignKey("promotions.id")),
    text("name"),
    json("settings"),
    Index(None, "promotion_id"),
)

promotion_uses = table(
    "promotion_uses",
    whole("promotion_id", ForeignKey("promotions.id")),
    whole("order_id"),
    whole_or_null("user_id"),
    text_or_null("email_folded"),
    moment("at"),
    PrimaryKeyConstraint("promotion_id", "order_id"),
    Index(None, "order_id"),
    Index(None, "user_id"),
    Index(None, "email_folded"),
)
