"""Orders come and go as tables, too: our own, which comes back as it went, and Shopify's."""

import asyncio
import csv
import io
import json
from pathlib import Path

import msgspec
import pytest

from ringup.bulk.batch import Refused
from ringup.bulk.importing import Summary, Task
from ringup.cli import exporting_orders, importing_orders
from ringup.cli.importing_orders import orders_taken
from ringup.config import Configuration
from ringup.services.import_orders import import_orders
from tests.support.demo_stores import demo_store, demo_templates  # noqa: F401 - fixtures
from tests.support.examined import examined

SHOPIFY = Path(__file__).parent / "shopify_orders.csv"


class Past(msgspec.Struct):
    """A demo store, a folder for files, and what the last import refused."""

    url: str
    folder: Path
    refused: dict[int, str] = {}

    def takes(self, content: str, *, ending: str = "csv", **how: bool) -> Summary:
        file = self.folder / f"orders.{ending}"
        file.write_text(content, encoding="utf-8")
        return self.takes_file(file, **how)

    def takes_file(self, file: Path, **how: bool) -> Summary:
        told: list[Refused] = []
        task = Task(kind="orders", file=file, **how)
        place = Configuration(database=self.url)
        taking = orders_taken(place, task, lambda _: None, told.append, lambda _: None)
        summary = asyncio.run(taking)
        self.refused = {each.line: each.reason for each in told}
        return summary

    def tells(self) -> list[dict[str, object]]:
        lines: list[str] = []
        asyncio.run(exporting_orders.as_json(Configuration(database=self.url), None, lines.append))
        return [json.loads(line) for line in lines]

    def tabulates(self) -> str:
        lines: list[str] = []
        asyncio.run(exporting_orders.as_table(Configuration(database=self.url), None, lines.append))
        return "".join(lines)


@pytest.fixture
def past(demo_store: str, tmp_path: Path) -> Past:  # noqa: F811
    return Past(demo_store, tmp_path)


@pytest.fixture
def another(past, demo_templates, tmp_path_factory):  # noqa: F811
    kind = "sqlite" if past.url.startswith("sqlite") else "postgres"
    folder = tmp_path_factory.mktemp("another")
    with demo_templates.copied(kind, folder) as url:
        yield Past(url, folder)


def table(*rows: dict[str, object]) -> str:
    text = io.StringIO()
    columns = list(dict.fromkeys(name for row in rows for name in row))
    writer = csv.DictWriter(text, columns, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def an_order(which: int = 1, **others: object) -> dict[str, object]:
    at = f"2024-05-04T10:0{which}:00Z"
    usual = {"completed_at": at, "email": "a@example.com", "currency": "USD"}
    line = {"sku": "TOTE-01", "quantity": 2, "price": "12.50"}
    return {"number": f"R{which:09d}", **usual, **line, **others}


WHOLE = an_order(
    promo_total="-2.00",
    additional_tax_total="1.25",
    other_total="0.75",
    ship_total="4.00",
    total="29.00",
    payment_method="Check",
    payment_amount="29.00",
    payment_refunded="5.00",
    payment_reference="ch-1",
    shipping_method="Ground",
    tracking="1Z",
    bill_firstname="Ada",
    bill_lastname="Lovelace",
    bill_address1="1 Analytical Way",
    bill_city="Bethesda",
    bill_country="US",
    bill_state="MD",
)


def test_rows_with_one_number_are_one_order(past):
    more = {"number": WHOLE["number"], "sku": "MUG-01", "quantity": 1, "price": "0.00"}
    assert past.takes(table(WHOLE, more, an_order(2))).taken == 2
    assert past.refused == {}
    whole, plain = past.tells()
    assert [line["sku"] for line in whole["line_items"]] == ["TOTE-01", "MUG-01"]
    assert (whole["total"], whole["payment_total"]) == ("29.0", "24.0")
    assert [(a["label"], a["amount"]) for a in whole["adjustments"]] == [
        ("Promotions", "-2.0"),
        ("Taxes", "1.25"),
        ("Other", "0.75"),
    ]
    assert whole["bill_address"]["state_name"] == "Maryland"
    assert whole["shipments"][0]["tracking"] == "1Z"
    assert "payments" not in plain
    assert {finding.rule for finding in asyncio.run(examined(past.url))} <= {"underpaid"}


def test_a_table_that_is_taken_over_is_written_again_as_it_was(past, another):
    past.takes(table(WHOLE, an_order(2), an_order(3, completed_at="2023-01-01T00:00:00Z")))
    written = past.tabulates()
    assert another.takes(written).taken == 3
    assert another.tabulates() == written
    assert [row["number"] for row in csv.DictReader(io.StringIO(written))] == [
        "R000000003",
        "R000000001",
        "R000000002",
    ]


def test_shopifys_orders_are_taken_over_by_their_numbers(past):
    assert past.takes_file(SHOPIFY).taken == 3
    assert past.refused == {
        7: "Lineitem sku: is missing of A thing of then: only what has one can be found here",
        8: "payments.payment_method: does not exist",
    }
    first, second, third = past.tells()
    assert (first["number"], first["total"], first["payment_total"]) == (
        "R000001001",
        "39.88",
        "39.88",
    )
    assert first["completed_at"] == "2024-05-04T14:00:00Z"
    assert first["additional_tax_total"] == "1.9"
    assert first["adjustments"][0] == {"label": "TENOFF", "amount": "-3.0", "kind": "promotion"}
    assert first["bill_address"]["zipcode"] == "20814"
    assert (second["included_tax_total"], second["total"]) == ("4.66", "23.99")
    assert second["payment_total"] == "23.99"
    assert [(s.get("state", "shipped"), s["items"]) for s in second["shipments"]] == [
        ("shipped", [{"sku": "TOTE-01"}]),
        ("ready", [{"sku": "MUG-01"}]),
    ]
    assert third["canceled_at"] == "2024-06-03T08:00:00Z"
    assert asyncio.run(examined(past.url)) == []


def test_a_row_that_cannot_be_read_keeps_its_whole_order_out_and_no_other(past):
    lines = table(an_order(1), an_order(1), an_order(2)).splitlines()
    lines[2] += ",too many"
    assert past.takes("\n".join(lines)).taken == 1
    assert past.refused == {2: "line 3 has 8 cells for 7 columns"}
    assert [order["number"] for order in past.tells()] == ["R000000002"]


@pytest.mark.parametrize(
    "wrong,reason",
    [
        ({"total": "26.00"}, "total: is not the sum of its parts, which is 25.0"),
        ({"number": "7"}, "number: must be R and nine digits"),
        ({"sku": "NONE"}, "line_items.sku: NONE does not exist"),
        ({"completed_at": "then"}, "completed_at: "),
        ({"payment_method": "Gold", "payment_amount": "25"}, "payments.payment_method: does not"),
        ({"bill_country": "XX", "bill_city": "Y", "bill_address1": "Z"}, "bill_address.country: "),
    ],
)
def test_an_order_that_cannot_be_is_refused_by_line_and_reason(past, wrong, reason):
    assert past.takes(table(an_order(2), an_order(**wrong))).refused == 1
    assert past.refused[3].startswith(reason)
    assert len(past.tells()) == 1


def test_a_dry_run_tells_what_would_be_and_keeps_nothing(past):
    content = table(an_order(), an_order(2, sku="NONE"))
    dry = past.takes(content, dry_run=True)
    assert (dry.taken, dry.refused) == (1, 1)
    assert past.tells() == []
    assert past.takes(content).taken == 1


def test_a_run_that_was_cut_off_goes_on_where_it_was(past, monkeypatch):
    monkeypatch.setattr(importing_orders, "SIZE", 2)
    asked: list[list[object]] = []

    async def cut_off(desk, pasts):
        if len(asked) == 2:
            raise ConnectionError
        asked.append(pasts)
        return await import_orders(desk, pasts)

    content = table(*(an_order(number) for number in range(1, 8)))
    with monkeypatch.context() as patching:
        patching.setattr(importing_orders, "import_orders", cut_off)
        with pytest.raises(ConnectionError):
            past.takes(content)
    assert len(past.tells()) == 4
    asked.clear()
    monkeypatch.setattr(importing_orders, "import_orders", cut_off)
    summary = past.takes(content)
    assert (summary.passed, summary.taken) == (4, 3)
    assert [len(pasts) for pasts in asked] == [2, 1]
    assert len(past.tells()) == 7


def test_to_take_a_file_twice_is_to_take_it_once(past):
    content = table(an_order(), an_order(2))
    past.takes(content)
    before = past.tells()
    again = past.takes(content)
    assert (again.taken, again.passed, again.refused) == (0, 2, 0)
    assert past.tells() == before
