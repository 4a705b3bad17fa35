"""What files say is taken over once, in batches, and what cannot be is told by line and reason."""

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine
from sqlalchemy.exc import DBAPIError

from ringup.bulk import importing
from ringup.bulk.files import NotAFile

PRODUCTS = "slug,name,sku\nshirt,Shirt,\nmug,Mug,MUG\n"
VARIANTS = "sku,product,options\nS,shirt,Size: S; Color: Red\nM,shirt,Size: M; Color: Red\n"
PRICES = "sku,currency,amount\nS,USD,19.99\nM,USD,21\nMUG,JPY,900\n"
STOCK = "sku,location,count_on_hand,backorderable\nS,Main,10,false\nMUG,Main,3,true\n"


@pytest.fixture
def filled(shop):
    for kind, content in {
        "products": PRODUCTS,
        "variants": VARIANTS,
        "prices": PRICES,
        "stock": STOCK,
    }.items():
        shop.takes(kind, content)
        assert shop.refused == {}
    return shop


def test_amounts_are_kept_in_minor_units(filled):
    rows = filled.asks(
        "SELECT sku, currency, amount FROM prices JOIN variants ON id = variant_id ORDER BY 1"
    )
    assert rows == [("M", "USD", 2100), ("MUG", "JPY", 900), ("S", "USD", 1999)]


def test_what_is_there_is_changed_and_what_a_file_leaves_out_stays(filled):
    filled.takes("products", "slug,sku,description\nmug,,A mug\n")
    rows = filled.asks("SELECT name, description FROM products WHERE slug = 'mug'")
    assert rows == [("Mug", "A mug")]
    assert filled.asks("SELECT sku FROM variants WHERE is_master ORDER BY 1") == [("",), ("MUG",)]


def test_to_import_a_file_twice_is_to_import_it_once(filled):
    before = [filled.gives(kind) for kind in ("products", "variants", "prices", "stock")]
    count = filled.asks("SELECT count(*) FROM stock_movements")
    for kind, content in {
        "products": PRODUCTS,
        "variants": VARIANTS,
        "prices": PRICES,
        "stock": STOCK,
    }.items():
        assert filled.takes(kind, content).refused == 0
    assert [filled.gives(k) for k in ("products", "variants", "prices", "stock")] == before
    assert filled.asks("SELECT count(*) FROM stock_movements") == count


def test_stock_is_counted_by_movements_from_what_there_was(filled):
    filled.takes("stock", "sku,count_on_hand\nS,4\n")
    movements = filled.asks(
        "SELECT quantity, reason FROM stock_movements JOIN variants v ON v.id = variant_id"
        " WHERE sku = 'S' ORDER BY stock_movements.id"
    )
    assert movements == [(10, "import"), (-6, "import")]
    assert filled.gives("stock").splitlines()[-1] == "S,Main,4,false"


def test_options_are_made_once_and_replaced(filled):
    filled.takes("variants", "sku,product,options\nS,shirt,Size: L\n")
    assert "S,shirt,Size: L,true,0,,,,,1," in filled.gives("variants")
    assert filled.asks("SELECT name FROM option_types ORDER BY position") == [("size",), ("color",)]


@pytest.mark.parametrize(
    "kind,line,reason",
    [
        ("products", "slug,name\nBad Slug,X", "slug: must be small letters, digits and hyphens"),
        ("products", "slug,name\nlamp,", "name: is missing"),
        ("products", "slug,name,sku\nlamp,Lamp,S", "sku: S is another one's already"),
        ("products", "slug,name,digital\nlamp,Lamp,maybe", "digital: must be true or false"),
        ("products", "slug,name,tax_category\nlamp,Lamp,X", "tax_category: there is no X."),
        ("products", "slug,name,available_on\nlamp,Lamp,2026-99-01T", "available_on: must be a"),
        ("products", "slug,name,weight\nlamp,Lamp,heavy", "weight: must be a number such as 12.50"),
        ("products", "slug,name,height\nlamp,Lamp,-1", "height: must be a number such as 12.50"),
        ("products", "slug,name,cost_price\nlamp,Lamp,1.999", "cost_price: has more decimals than"),
        ("products", "slug,name,taxons\nlamp,Lamp,A > > B", "taxons: must read like Categories > "),
        ("products", "slug,name,taxons\nlamp,Lamp,>", "taxons: must read like Categories > "),
        ("products", f"slug,name,taxons\nlamp,Lamp,{'A > ' * 30}A", "taxons: has more than 30"),
        ("products", "slug,name,properties\nlamp,Lamp,Cotton", "properties: must read like"),
        ("variants", "sku,product,cost_price\nX,mug,1.999", "cost_price: has more decimals than"),
        ("variants", "sku,product\nX,lamp", "product: there is no lamp."),
        ("variants", "sku,product\nMUG,mug", "sku: MUG is the product's own"),
        ("variants", "sku,product\nS,mug", "sku: S is another product's"),
        ("variants", "sku,product,options\nX,mug,Size", "options: must read like"),
        ("prices", "sku,amount\nX,1", "sku: there is no X"),
        ("prices", "sku,amount\nS,1.999", "amount: has more decimals than USD has (2)"),
        ("prices", "sku,currency,amount\nS,GBP,1", "currency: the shop has no GBP. It has: USD"),
        ("prices", "sku,amount\nS,-1", "amount: must be a number such as 12.50"),
        ("stock", "sku,count_on_hand\nS,1.5", "count_on_hand: must be a whole number"),
        ("stock", "sku,count_on_hand\nS,-1", "count_on_hand: is below zero"),
        ("stock", "sku,location,count_on_hand\nS,Moon,1", "location: there is no Moon."),
        ("customers", "email\nx", "email: is no mail address"),
        ("customers", "email,city\nx@example.com,Rome", "firstname: is missing"),
        ("prices", "sku,amount\nS,1,2", "has 3 cells for 2 columns"),
    ],
)
def test_a_line_that_cannot_be_is_refused_with_its_reason_and_changes_nothing(
    filled, kind, line, reason
):
    before = filled.gives(kind)
    assert filled.takes(kind, line + "\n").refused == 1
    assert list(filled.refused) == [2]
    assert filled.refused[2].startswith(reason)
    assert filled.gives(kind) == before


def test_a_refused_line_keeps_no_other_from_being_taken(filled):
    summary = filled.takes("prices", "sku,amount\nX,1\nS,2\n")
    assert (summary.taken, summary.refused) == (1, 1)
    assert "S,USD,2.00" in filled.gives("prices")


COLUMNS = ("Handle", "Title", "Variant SKU", "Option1 Name", "Option1 Value", "Variant Price")
SHOPIFY_ROWS = f"""{",".join(COLUMNS)},Variant Inventory Qty
cap,Cap,CAP-S,Size,S,19.999,5
cap,,CAP-M,,M,20,5
hat,Hat,HAT-S,Size,S,25,5
hat,,HAT-M,,M,25,many
"""


def test_of_a_line_that_says_several_things_all_are_left_out_or_none(filled):
    products = filled.gives("products")
    summary = filled.takes("products", SHOPIFY_ROWS)
    assert (summary.taken, summary.refused) == (1, 3)
    assert filled.refused == {
        2: "amount: has more decimals than USD has (2)",
        3: "product: there is no cap. Import the products before their variants",
        5: "count_on_hand: must be a whole number",
    }
    assert [line for line in filled.gives("products").splitlines() if "cap" in line] == []
    assert len(filled.gives("products").splitlines()) == len(products.splitlines()) + 1
    assert "HAT-S,Main,5,false" in filled.gives("stock")
    assert "HAT-M" not in filled.gives("variants") + filled.gives("prices")


def test_options_made_elsewhere_are_known_by_what_people_call_them(filled):
    filled.changes("UPDATE option_types SET name = 'Size', presentation = 'How big' WHERE id = 1")
    filled.changes("UPDATE option_values SET name = 'XL' WHERE id = 1")
    before = filled.asks("SELECT count(*) FROM option_types")
    filled.takes("variants", "sku,product,options\nS,shirt,size: xl; Color: Red\n")
    filled.takes("variants", "sku,product,options\nS,shirt,How big: XL; Color: Red\n")
    assert filled.refused == {}
    assert filled.asks("SELECT count(*) FROM option_types") == before
    assert "S,shirt,How big: " in filled.gives("variants")


def test_two_options_that_people_see_alike_are_told_apart_by_their_names(filled):
    filled.changes("UPDATE option_types SET presentation = 'Size' WHERE name = 'color'")
    given = filled.gives("variants")
    assert "Size: S; color: Red" in given
    filled.takes("variants", given)
    assert filled.refused == {}
    assert filled.gives("variants") == given


def test_lines_may_be_json(filled):
    lines = '{"sku": "S", "amount": 5.25}\n\nno json\n[]\n{"sku": "M", "amount": "6", "x": 1}\n'
    summary = filled.takes("prices", lines, ending="jsonl")
    assert (summary.taken, list(filled.refused)) == (1, [3, 4, 5])
    assert filled.refused[5] == "x: there is no such column"
    assert "S,USD,5.25" in filled.gives("prices")


def test_bytes_that_are_no_text_cost_their_line_alone(filled):
    file = filled.folder / "odd.csv"
    file.write_bytes(b"sku,amount\n\xff,1\nS,2\nS\x00,3\n")
    assert filled.takes_file("prices", file).taken == 1
    assert filled.refused == dict.fromkeys((2, 4), "sku: holds what is no text in UTF-8")


def test_a_column_nobody_knows_is_told_before_anything_is_taken(filled):
    with pytest.raises(NotAFile, match=r"prices have no column 'cost'\. There are: sku, currency"):
        filled.takes("prices", "sku,cost\nS,1\n")


def test_a_dry_run_tells_what_would_be_refused_and_keeps_nothing(shop):
    summary = shop.takes("products", PRODUCTS + "x,,\n", dry_run=True)
    assert (summary.taken, summary.refused) == (2, 1)
    assert shop.asks("SELECT count(*) FROM products") == [(0,)]
    assert shop.asks("SELECT count(*) FROM imports") == [(0,)]


def test_a_run_that_was_cut_off_goes_on_where_it_was(shop, monkeypatch):
    monkeypatch.setattr(importing, "SIZE", 2)
    lines = "slug,name\n" + "".join(f"p-{number},P\n" for number in range(7))
    written = importing._written

    def cut_off(pen, kind, batch):
        if len(seen) == 2:
            raise KeyboardInterrupt
        seen.append(batch)
        return written(pen, kind, batch)

    seen = []
    with monkeypatch.context() as patching:
        patching.setattr(importing, "_written", cut_off)
        with pytest.raises(KeyboardInterrupt):
            shop.takes("products", lines)
    assert shop.asks("SELECT count(*) FROM products") == [(4,)]
    summary = shop.takes("products", lines)
    assert (summary.passed, summary.taken) == (4, 3)
    assert shop.asks("SELECT count(*) FROM products") == [(7,)]
    assert shop.takes("products", lines).passed == 0, "what is done begins anew"


def test_a_batch_that_met_another_one_is_written_again(shop, monkeypatch):
    written = importing._written
    met = ["40P01", "40001", "23505"]

    def meets(pen, kind, lines):
        batch = written(pen, kind, lines)
        if met:
            raise DBAPIError("", {}, type("Met", (Exception,), {"sqlstate": met.pop()})())
        return batch

    monkeypatch.setattr(importing, "_written", meets)
    monkeypatch.setattr(importing, "PAUSES", (0, 0, 0))
    assert shop.takes("products", PRODUCTS).taken == 2
    assert shop.asks("SELECT count(*) FROM products") == [(2,)]


def test_any_other_trouble_of_the_database_stops_the_import(shop, monkeypatch):
    def breaks(*_):
        raise DBAPIError("", {}, OSError("away"))

    monkeypatch.setattr(importing, "_written", breaks)
    with pytest.raises(DBAPIError, match="away"):
        shop.takes("products", PRODUCTS)


def test_from_the_start_takes_all_again(shop, monkeypatch):
    monkeypatch.setattr(importing, "SIZE", 1)
    with monkeypatch.context() as patching:
        patching.setattr(importing.Place, "forget", lambda *_: None)
        shop.takes("products", PRODUCTS.replace("mug,Mug,MUG\n", ""))
    assert shop.takes("products", PRODUCTS, from_start=True).taken == 2


def test_every_process_reads_the_catalogue_anew_after_each_batch(shop, monkeypatch):
    monkeypatch.setattr(importing, "SIZE", 1)
    [(before,)] = shop.asks("SELECT catalogue FROM shop_version")
    shop.takes("products", PRODUCTS)
    assert shop.asks("SELECT catalogue FROM shop_version") == [(before + 2,)]


def test_the_number_of_statements_does_not_grow_with_the_lines(shop):
    def counted(kind, content):
        statements = []

        def count(*arguments):
            statements.append(arguments[2])

        event.listen(Engine, "before_cursor_execute", count)
        try:
            shop.takes(kind, content)
        finally:
            event.remove(Engine, "before_cursor_execute", count)
        return len(statements)

    def products(numbers):
        return "slug,name,sku,taxons,properties\n" + "".join(
            f"p-{n},P,P-{n},T{numbers[0]} > {n},Cut{numbers[0]}: {n}\n" for n in numbers
        )

    def stock(numbers):
        return "sku,count_on_hand\n" + "".join(f"P-{n},5\n" for n in numbers)

    assert counted("products", products([1])) == counted("products", products(range(2, 300)))
    assert counted("stock", stock([1])) == counted("stock", stock(range(2, 300)))
