"""`ringup import` and `export` as people run them, and the page that tells of them."""

import contextlib
import json
import re
import sqlite3
import time
from pathlib import Path

import pytest

from ringup.bulk.lines import KINDS
from ringup.bulk.orders import OrderRow
from tests.cli.running import ringup, started

PAGE = (Path(__file__).parents[2] / "docs" / "operating" / "import.md").read_text()
TABLES = {**KINDS, "orders": OrderRow}
HEADINGS = {kind: f"## {kind.capitalize()}\n" for kind in TABLES}


@pytest.fixture
def asks(tmp_path):
    founded = ringup("found", "--name", "S", "--email", "a@example.com", folder=tmp_path)
    assert founded.returncode == 0, founded.stderr
    return lambda *arguments: ringup(*arguments, folder=tmp_path)


@pytest.mark.parametrize("kind", TABLES)
def test_every_column_is_on_the_page_in_its_order(kind):
    section = PAGE.partition(HEADINGS[kind])[2].partition("\n## ")[0]
    columns = re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE)
    assert tuple(columns) == TABLES[kind].__struct_fields__


def test_what_is_refused_lies_in_a_file_beside(asks, tmp_path):
    (tmp_path / "p.csv").write_text("slug,name\nmug,Mug\n,Nothing\n")
    ran = asks("import", "products", "p.csv")
    assert (ran.returncode, ran.stderr) == (1, "")
    assert ran.stdout == (
        "p.csv: 1 lines taken over, 1 refused\nWhich, and why: p.csv.refused.csv\n"
    )
    refused = tmp_path / "p.csv.refused.csv"
    assert refused.read_text() == "line,reason\n3,slug: is missing\n"
    (tmp_path / "p.csv").write_text("slug,name\nmug,Mug\n")
    assert asks("import", "products", "p.csv").returncode == 0
    assert not refused.exists()


def test_a_killed_run_is_gone_on_with_and_forgets_nothing_it_refused(asks, tmp_path):
    slugs = [f"mug-{number}" for number in range(8000)]
    lines = [f"{slug},Mug" for slug in slugs]
    (tmp_path / "p.csv").write_text("\n".join(["slug,name", ",Nothing", *lines, ",Nothing", ""]))
    with contextlib.closing(sqlite3.connect(tmp_path / "ringup.db")) as database:
        importing = started("import", "products", "p.csv", folder=tmp_path)
        while importing.poll() is None and not database.execute("SELECT * FROM imports").fetchall():
            time.sleep(0.005)
        importing.kill()
        importing.wait()
        [[line]] = database.execute("SELECT line FROM imports").fetchall()
        assert 1000 < line < 8000
        there = {slug for [slug] in database.execute("SELECT slug FROM products")}
        assert there == set(slugs[: line - 2])
        ran = asks("import", "products", "p.csv")
        assert f"p.csv: {8002 - line} lines taken over, 1 refused" in ran.stdout
        all_there = database.execute("SELECT slug FROM products ORDER BY id").fetchall()
        assert [slug for [slug] in all_there] == slugs
    refused = (tmp_path / "p.csv.refused.csv").read_text()
    assert refused == "line,reason\n2,slug: is missing\n8003,slug: is missing\n"


def test_what_was_imported_is_exported_and_the_doctor_is_content(asks, tmp_path):
    (tmp_path / "products.csv").write_text("slug,name,sku\nmug,Mug,MUG\n")
    (tmp_path / "stock.jsonl").write_text('{"sku": "MUG", "count_on_hand": 3}\n')
    assert asks("import", "products", "products.csv").returncode == 0
    assert asks("import", "stock", "stock.jsonl").returncode == 0
    asks("export", "stock", "out.jsonl")
    assert (tmp_path / "out.jsonl").read_text() == (
        '{"sku":"MUG","location":"Main","count_on_hand":3,"backorderable":false}\n'
    )
    assert asks("export", "stock").stdout.splitlines()[1] == "MUG,Main,3,false"
    assert asks("doctor").returncode == 0


def test_orders_are_taken_over_once(tmp_path):
    order = {
        "number": "R123456789",
        "email": "a@example.com",
        "completed_at": "2024-05-04T10:00:00Z",
        "line_items": [{"sku": "BOOK", "quantity": 2, "price": 12.5}],
        "total": "25",
    }
    lines = [
        json.dumps(order),
        '{"number": "X"}',
        "nothing",
    ]
    (tmp_path / "orders.jsonl").write_text("\n".join(lines))
    (tmp_path / "p.csv").write_text("slug,name,sku,digital\nbook,Book,BOOK,true\n")
    ringup("found", "--name", "S", "--email", "a@example.com", folder=tmp_path)
    ringup("import", "products", "p.csv", folder=tmp_path)
    first = ringup("import", "orders", "orders.jsonl", folder=tmp_path)
    assert first.stdout.startswith("orders.jsonl: 1 orders taken over, 2 refused"), (
        first.stderr + (tmp_path / "orders.jsonl.refused.csv").read_text()
    )
    ringup("export", "orders", "out.jsonl", "--since", "2024-05-04", folder=tmp_path)
    [line] = (tmp_path / "out.jsonl").read_text().splitlines()
    assert json.loads(line)["line_items"] == [{"sku": "BOOK", "quantity": 2, "price": "12.5"}]
    rest = ringup("export", "orders", "--since", "2024-05-05", folder=tmp_path).stdout
    assert [line.partition(",")[0] for line in rest.splitlines()] == ["number"]
    again = ringup("import", "orders", "orders.jsonl", folder=tmp_path)
    assert again.stdout.startswith("orders.jsonl: 0 orders taken over, 2 refused")
    assert ringup("doctor", folder=tmp_path).returncode == 0


@pytest.mark.parametrize(
    "arguments,why",
    [
        (("import", "shoes", "x.csv"), "ringup: shoes cannot be imported. There are: products,"),
        (("export", "shoes"), "ringup: shoes cannot be exported. There are: products,"),
        (("export", "stock", "--since", "2026-11-01"), "ringup: --since is for orders: stock have"),
        (
            ("export", "orders", "--since", "then"),
            "ringup: --since must be a day such as 2026-11-01",
        ),
        (("import", "stock", "none.csv"), "ringup: none.csv: No such file or directory"),
        (("import", "stock", "empty.csv"), "ringup: empty.csv is empty: its first line must name"),
        (("import", "stock", "odd.csv"), "ringup: odd.csv, line 2: "),
    ],
)
def test_what_cannot_be_is_refused_plainly(asks, tmp_path, arguments, why):
    (tmp_path / "empty.csv").write_text("")
    (tmp_path / "odd.csv").write_bytes(b'sku,count_on_hand\n"X,1\n')
    ran = asks(*arguments)
    assert ran.returncode == 1
    assert ran.stderr.startswith(why)
