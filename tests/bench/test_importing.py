"""The bench of imports runs the real commands."""

from bench.importing import as_table, measured


def test_each_kind_is_imported_and_exported():
    table = as_table("sqlite", measured("sqlite", 20), 20)
    assert [row[0] for row in table.rows] == [
        f"{command} {kind}"
        for command in ("import", "export")
        for kind in ("products", "variants", "prices", "stock")
    ]
    assert all(float(row[3]) > 10 for row in table.rows)
