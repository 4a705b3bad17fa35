"""What the demo store sells, at what price, and how many of it lie where."""

import msgspec

from ringup.domain.money import Minor


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """One thing to buy: prices in cents, stock by location; ``main`` is ``None`` where none is."""

    sku: str
    usd: Minor
    eur: Minor
    main: int | None = 0
    west: int | None = 0
    size: str | None = None
    backorderable: bool = False
    weight: int = 0
    """Thousandths of a pound."""


class Product(msgspec.Struct, frozen=True, kw_only=True):
    """A product with one item, or with one for each size. ``taxon`` is where it is listed."""

    name: str
    slug: str
    description: str
    taxon: str
    items: tuple[Item, ...]
    digital: bool = False


def _ebook(sku: str, usd: Minor, eur: Minor) -> tuple[Item]:
    return (Item(sku=sku, usd=usd, eur=eur, main=None, west=None),)


def _tee(size: str) -> Item:
    return Item(sku=f"TEE-{size}", usd=19_99, eur=18_99, main=100_000, size=size, weight=350)


SIZES = {"S": "Small", "M": "Medium", "L": "Large"}
"""The values of the option ``size``, and how they are shown."""

TAXONOMY = "Categories"
TAXONS = ("Bags", "Home", "Clothing", "Books")

PRODUCTS = (
    Product(
        name="Canvas Tote",
        slug="canvas-tote",
        description="A plain, sturdy bag of heavy cotton, with handles that reach the shoulder.",
        taxon="Bags",
        items=(Item(sku="TOTE-01", usd=15_99, eur=14_99, main=100_000, weight=600),),
    ),
    Product(
        name="Enamel Mug",
        slug="enamel-mug",
        description="White enamel on steel with a blue rim; holds twelve ounces.",
        taxon="Home",
        items=(Item(sku="MUG-01", usd=13_99, eur=12_99, main=100_000, weight=400),),
    ),
    Product(
        name="Logo T-shirt",
        slug="logo-t-shirt",
        description="Combed cotton, cut straight, with a small bell on the chest.",
        taxon="Clothing",
        items=(_tee("S"), _tee("M"), _tee("L")),
    ),
    Product(
        name="Limited Print",
        slug="limited-print",
        description="A numbered screen print on heavy paper. When they are gone, they are gone.",
        taxon="Home",
        items=(Item(sku="PRINT-01", usd=49_00, eur=45_00, main=10, weight=500),),
    ),
    Product(
        name="Sold-out Cap",
        slug="sold-out-cap",
        description="A cap that everybody wanted, and nobody can have any more.",
        taxon="Clothing",
        items=(Item(sku="CAP-01", usd=18_00, eur=17_00, weight=200),),
    ),
    Product(
        name="Preorder Coat",
        slug="preorder-coat",
        description="A wool coat that is still being sewn; order now, and get one of the first.",
        taxon="Clothing",
        items=(Item(sku="COAT-01", usd=120_00, eur=110_00, backorderable=True, weight=3_000),),
    ),
    Product(
        name="Standing Desk",
        slug="standing-desk",
        description="A desk of solid ash that rises to where you stand.",
        taxon="Home",
        items=(Item(sku="DESK-01", usd=240_00, eur=220_00, main=500, weight=60_000),),
    ),
    Product(
        name="Desk Lamp",
        slug="desk-lamp",
        description="Warm light on a long arm. It comes from the western warehouse.",
        taxon="Home",
        items=(Item(sku="LAMP-01", usd=89_00, eur=82_00, west=500, weight=4_000),),
    ),
    Product(
        name="Field Guide (e-book)",
        slug="field-guide",
        description="All that can be found between two garden fences, as a file.",
        taxon="Books",
        items=_ebook("BOOK-01", 9_00, 8_00),
        digital=True,
    ),
    Product(
        name="Sample Chapter (e-book)",
        slug="sample-chapter",
        description="The Field Guide's first chapter, for nothing.",
        taxon="Books",
        items=_ebook("FREE-01", 0, 0),
        digital=True,
    ),
)
