"""What is exported can be imported into an empty shop, which then exports the same bytes."""

from pathlib import Path

SHOPIFY = Path(__file__).parent / "shopify.csv"
KINDS = ("products", "variants", "prices", "stock", "customers")

CUSTOMERS = (
    "email,firstname,lastname,address1,city,zipcode,country,state,phone\n"
    "ada@example.com,Ada,Lovelace,1 Main St,Baltimore,21201,US,Maryland,1\n"
    "Ada@example.com,Ada,Lovelace,2 Main St,Baltimore,21201,US,md,1\n"
    "grace@example.com,,,,,,,,\n"
)


MEASURED = (
    "slug,name,sku,weight,height,width,depth,cost_price,taxons,properties\n"
    "lamp,Lamp,LAMP,1.25,0.3,20,0.125,12.5,Brands; Categories > Light > Desk\\; floor,"
    "Cut\\: long: A: B; Bulb: LED\n"
    "book,Book,BOOK,,,,,,Categories > Books,\n"
)
OPTIONS = "sku,product,options,height,cost_price\nTEE-R-S,tee,Size: S; Color: Red,1.5,3\n"


def test_an_export_brings_another_shop_to_the_same_bytes(new_shop):
    shop, other = new_shop(), new_shop()
    assert shop.takes_file("products", SHOPIFY).refused == 0
    assert shop.takes("products", MEASURED).refused == 0
    assert shop.takes("variants", OPTIONS).refused == 0
    assert shop.takes("customers", CUSTOMERS).refused == 0
    files = {kind: shop.gives(kind) for kind in KINDS}
    for kind, content in files.items():
        assert len(content.splitlines()) > 2
        other.takes(kind, content)
        assert other.refused == {}
    assert {kind: other.gives(kind) for kind in KINDS} == files


def test_shopifys_columns_become_products_variants_prices_and_stock(shop):
    shop.takes_file("products", SHOPIFY)
    assert shop.refused == {}
    assert shop.gives("variants").splitlines()[1:] == [
        "TEE-R-M,tee,Size: M; Color: Red,true,0.2,,,,7.50,1,",
        "TEE-R-S,tee,Size: S; Color: Red,true,0.2,,,,,1,",
        "tee-l-red,tee,Size: L; Color: Red,true,0.2,,,,,1,",
    ]
    assert shop.gives("prices").splitlines()[1:] == [
        "GIFT,USD,50.00",
        "MUG,USD,9.50",
        "TEE-R-M,USD,19.99",
        "TEE-R-S,USD,19.99",
        "tee-l-red,USD,21.99",
    ]
    assert shop.gives("stock").splitlines()[1:] == [
        "MUG,Main,0,true",
        "TEE-R-M,Main,3,false",
        "TEE-R-S,Main,5,false",
    ]
    products = shop.asks("SELECT slug, digital, available_on IS NULL FROM products ORDER BY slug")
    assert [(slug, bool(digital), bool(hidden)) for slug, digital, hidden in products] == [
        ("gift", True, True),
        ("mug", False, False),
        ("tee", False, False),
    ]
