"""Products of a file are sorted into taxons, and said something of; both are made when new."""

from tests.bulk.conftest import BulkShop

TREE = (
    "SELECT t.permalink, t.name, t.position, s.name FROM taxons t"
    " JOIN taxonomies s ON s.id = t.taxonomy_id ORDER BY 1"
)
AT = (
    "SELECT p.slug, t.permalink, j.position FROM product_taxons j"
    " JOIN products p ON p.id = j.product_id JOIN taxons t ON t.id = j.taxon_id ORDER BY 2, 3"
)
SAID = (
    "SELECT p.slug, n.name, s.value FROM product_properties s"
    " JOIN products p ON p.id = s.product_id JOIN properties n ON n.id = s.property_id"
    " ORDER BY 1, s.position"
)


def test_taxons_are_made_once_below_each_other(shop: BulkShop) -> None:
    content = (
        "slug,name,taxons\n"
        "tee,Tee,Categories > Clothing > T-shirts; Brands > Us\n"
        "shirt,Shirt,Categories > Clothing > Shirts; Categories\n"
    )
    shop.takes("products", content)
    tree = [
        ("brands", "Brands", 0, "Brands"),
        ("brands/us", "Us", 0, "Brands"),
        ("categories", "Categories", 0, "Categories"),
        ("categories/clothing", "Clothing", 0, "Categories"),
        ("categories/clothing/shirts", "Shirts", 1, "Categories"),
        ("categories/clothing/t-shirts", "T-shirts", 0, "Categories"),
    ]
    assert shop.asks(TREE) == tree
    assert shop.asks(AT) == [
        ("tee", "brands/us", 1),
        ("shirt", "categories", 1),
        ("shirt", "categories/clothing/shirts", 1),
        ("tee", "categories/clothing/t-shirts", 1),
    ]
    shop.takes("products", content)
    assert shop.asks(TREE) == tree


def test_a_product_leaves_what_its_line_does_not_name_and_comes_last_where_it_is_new(
    shop: BulkShop,
) -> None:
    shop.takes("products", "slug,name,taxons\na,A,X > Y\nb,B,X > Y; X\n")
    shop.takes("products", "slug,taxons\na,X\nb,\n")
    assert shop.asks(AT) == [("b", "x", 1), ("a", "x", 2), ("b", "x/y", 2)]


def test_names_that_give_one_permalink_get_two(shop: BulkShop) -> None:
    shop.takes("products", "slug,name,taxons\na,A,X > Y!; X > Y?\n")
    assert [row[0] for row in shop.asks(TREE)] == ["x", "x/y", "x/y-2"]
    assert "X > Y!; X > Y?" in shop.gives("products")


def test_what_is_said_of_a_product_takes_the_place_of_what_was_said(shop: BulkShop) -> None:
    shop.takes("products", "slug,name,properties\na,A,Fit: Loose; Cut: Slim\nb,B,Cut: Wide\n")
    shop.takes("products", "slug,properties\na,Cut: Slim; Made in: Peru\nb,\n")
    assert shop.asks(SAID) == [
        ("a", "Cut", "Slim"),
        ("a", "Made in", "Peru"),
        ("b", "Cut", "Wide"),
    ]
    assert len(shop.asks("SELECT name FROM properties")) == 3


def test_a_slug_that_a_deleted_product_had_is_another_ones(shop: BulkShop) -> None:
    shop.takes("products", "slug,name\na,Old\n")
    shop.changes("UPDATE products SET deleted_at = updated_at")
    shop.takes("products", "slug,name,taxons\na,New,X\n")
    assert shop.refused == {}
    names = shop.asks("SELECT name, deleted_at IS NULL FROM products ORDER BY id")
    assert [(name, bool(lives)) for name, lives in names] == [("Old", False), ("New", True)]
