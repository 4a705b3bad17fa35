"""What the pages for operators ask of a server works, line by line, at the demo store."""

import json
import re
from pathlib import Path

import httpx
import pytest

from tests.cli.running import serving
from tests.support.pages import DOCS
from tests.support.painting import painted
from tests.support.shells import commands, run
from tests.support.storefront import ADMIN, MARYLAND, card

OPERATING = DOCS / "operating"
HELD = ("catalogue.md", "people.md", "several-stores.md", "stock.md")


class Reader:
    """Somebody with a page, a shell, and a demo store; ``ids`` go where the page has others."""

    def __init__(self, address: str, folder: Path) -> None:
        self.client = httpx.Client(base_url=f"{address}/api", headers=ADMIN)
        self.folder = folder
        self.ids: dict[str, object] = {}

    def runs(self, command: str) -> str:
        """Run one command of the page, and give what it answers."""
        for told, meant in self.ids.items():
            command = re.sub(rf"(?<![\w.-]){re.escape(told)}(?![\w.-])", str(meant), command)
        address = str(self.client.base_url).removesuffix("/api/")
        return run(f"{self.prelude}\n{command}", self.folder, SHOP=address, KEY="demo-admin-key")

    @property
    def prelude(self) -> str:
        """What the pages define before they use it."""
        page = (OPERATING / "stock.md").read_text()
        [line] = re.findall(r"^admin\(\) .*$", page, re.MULTILINE)
        return str(line)

    def asked(self, command: str) -> dict[str, object]:
        answered: dict[str, object] = json.loads(self.runs(command))
        return answered


@pytest.fixture
def reader(tmp_path):
    with serving("demo", folder=tmp_path) as server:
        reader = Reader(server.address, tmp_path)
        with reader.client:
            yield reader


def lines_of(page):
    return list(commands((OPERATING / page).read_text()))


def test_every_page_with_lines_for_a_shell_is_held():
    pages = {path.name for path in OPERATING.glob("*.md") if lines_of(path.name)}
    assert pages == set(HELD)


def test_both_pages_that_define_admin_define_the_same(reader):
    assert reader.prelude in (OPERATING / "catalogue.md").read_text()


def test_the_lines_about_the_catalogue_work(reader):
    (reader.folder / "lamp.jpg").write_bytes(painted())
    for command in lines_of("catalogue.md"):
        answered = reader.runs(command)
        made = json.loads(answered) if answered else {}
        if command.startswith("admin taxonomies -d"):
            reader.ids["TAXONOMY"] = made["id"]
        elif "TAXONOMY" in command:
            reader.ids["TAXON"] = made["id"]
        elif made.get("slug") == "oil-lamp":
            reader.ids["PRODUCT"] = made["id"]
    lamp = reader.client.get("/products/oil-lamp").json()
    assert [each["url"] is not None for each in lamp["images"]] == [True, True]
    assert lamp["taxon_ids"] == [reader.ids["TAXON"]]
    assert reader.client.get("/products/work-shirt").status_code == 404


def test_the_lines_about_stock_work(reader):
    look, *others = lines_of("stock.md")
    items = reader.asked(look)["stock_items"]
    reader.ids["ID"] = items[0]["id"]
    for command in others:
        reader.runs(command)
    movements = reader.client.get("/stock_movements", params={"q[s]": "id desc"}).json()
    reasons = [each["reason"] for each in movements["stock_movements"][:3]]
    assert reasons == ["transferred: PO-7", "transferred: PO-7", "broken"]


def test_the_lines_about_several_stores_work(reader):
    new, method, cart, orders = lines_of("several-stores.md")
    assert reader.asked(new)["code"] == "eu"
    assert reader.asked(method)["id"] == 3
    number = reader.asked(cart)["number"]
    assert [each["number"] for each in reader.asked(orders)["orders"]] == [number]


def test_the_lines_about_people_work(reader):
    every = lines_of("people.md")
    [leaves] = [each for each in every if each.endswith('/users/7" -H "X-Spree-Token: $KEY"')]
    for command in (*(each for each in every if each != leaves), leaves):
        answered = reader.runs(command)
        _learn(reader, command, json.loads(answered) if answered else {})
    assert reader.client.get(f"/users/{reader.ids['7']}").status_code == 404


def _learn(reader, command, answered):
    """Keep the ids that the page has made up."""
    if '$SHOP/api/users"' in command:
        reader.ids["7"] = answered["id"]
    elif "-X POST" in command and "/api_keys" in command:
        reader.ids["12"] = answered["id"]
        reader.ids["31"] = paid(reader, answered["key"])
    elif "-X POST" in command and "/credit_cards" in command:
        reader.ids["3"] = answered["id"]
    elif '$SHOP/api/gift_cards"' in command:
        reader.ids["5"] = answered["id"]


def paid(reader, key):
    """The id of the payment of an order that its buyer placed."""
    headers = {"X-Spree-Token": key}
    items = [{"sku": "TOTE-01", "quantity": 1}]
    order = {"line_items": items, "bill_address": MARYLAND, "use_billing": True}
    shown = reader.client.post("/checkouts", json={"order": order}, headers=headers).json()
    path = f"/checkouts/{shown['number']}"
    while shown["state"] != "complete":
        body = None
        if shown["state"] == "payment":
            method = shown["payment_methods"][0]["id"]
            body = {
                "order": {"payments_attributes": [{"payment_method_id": method}]},
                "payment_source": {str(method): card()},
            }
        answer = reader.client.put(path, json=body, headers=headers)
        assert answer.is_success, answer.text
        shown = answer.json()
    return shown["payments"][0]["id"]
