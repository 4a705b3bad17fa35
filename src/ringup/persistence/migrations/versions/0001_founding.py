"""Found the shop: every table as it stood when migrations began.

The tables are written out in SQL, once for each database, so that this migration stays what it
was however the schema goes on.
"""

from pathlib import Path

from alembic import op
from sqlalchemy import column, table

revision = "0001"
down_revision = None

_SHOP_VERSION = table("shop_version", column("id"), column("version"), column("catalogue"))
_ID_COUNTERS = table("id_counters", column("name"), column("next"))


def upgrade() -> None:
    """Create every table, and the rows without which nothing works."""
    connection = op.get_bind()
    script = Path(__file__).with_name(f"0001_{connection.dialect.name}.sql")
    for statement in script.read_text(encoding="utf-8").split(";\n"):
        if statement.strip():
            connection.exec_driver_sql(statement)
    op.bulk_insert(_SHOP_VERSION, [{"id": 1, "version": 1, "catalogue": 1}])
    counted = ("orders", "stock_movements", "events")
    op.bulk_insert(_ID_COUNTERS, [{"name": name, "next": 1} for name in counted])
