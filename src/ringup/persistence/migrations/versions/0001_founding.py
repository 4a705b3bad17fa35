"""Found the shop: every table as it stood at the first release."""

from alembic import op

from ringup.persistence.schema import id_counters, metadata, shop_version

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Create every table, and the rows without which nothing works."""
    connection = op.get_bind()
    metadata.create_all(connection, checkfirst=False)
    op.bulk_insert(shop_version, [{"id": 1, "version": 1, "catalogue": 1}])
    counted = ("orders", "stock_movements", "events")
    op.bulk_insert(id_counters, [{"name": name, "next": 1} for name in counted])
