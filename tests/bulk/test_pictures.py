"""Pictures of a file lie beside it: they are kept by the shop, and given out again."""

import shutil
from pathlib import Path

import pytest

from ringup.cli.album import album_beside
from tests.bulk.conftest import BulkShop
from tests.support.painting import painted

ROWS = (
    "SELECT coalesce(nullif(sku, ''), slug), file_name, i.position, content_type, i.width"
    " FROM images i"
    " JOIN variants v ON v.id = i.variant_id JOIN products p ON p.id = product_id ORDER BY 1, 3"
)
LAMPS = "slug,name,images\nlamp,Lamp,pictures/front.png; back.jpg\n"


@pytest.fixture
def pictured(shop: BulkShop) -> BulkShop:
    (shop.folder / "pictures").mkdir()
    (shop.folder / "pictures" / "front.png").write_bytes(painted(30, 20, "PNG"))
    (shop.folder / "back.jpg").write_bytes(painted(700, 20))
    return shop


def kept(shop: BulkShop) -> list[Path]:
    return [each for each in (shop.folder / "kept").rglob("*") if each.is_file()]


def test_a_picture_is_kept_in_all_its_sizes_once(pictured: BulkShop) -> None:
    pictured.takes("products", LAMPS)
    assert pictured.refused == {}
    rows = [
        ("lamp", "front.png", 1, "image/png", 30),
        ("lamp", "back.jpg", 2, "image/jpeg", 700),
    ]
    assert pictured.asks(ROWS) == rows
    assert len(kept(pictured)) == 2 * 5
    pictured.takes("products", LAMPS)
    assert pictured.asks(ROWS) == rows
    assert len(kept(pictured)) == 2 * 5


def test_more_pictures_come_behind_those_there_are(pictured: BulkShop) -> None:
    pictured.takes("products", "slug,name,images\nlamp,Lamp,back.jpg\n")
    pictured.takes("products", LAMPS)
    assert [row[1] for row in pictured.asks(ROWS)] == ["back.jpg", "front.png"]


def test_variants_have_pictures_of_their_own_and_addresses_stay_addresses(
    pictured: BulkShop,
) -> None:
    pictured.takes("products", LAMPS)
    address = "https://example.com/red.jpg"
    pictured.takes(
        "variants", f"sku,product,options,images\nRED,lamp,Color: Red,back.jpg; {address}\n"
    )
    assert [row[:3] for row in pictured.asks(ROWS)][:2] == [
        ("RED", "back.jpg", 1),
        ("RED", None, 2),
    ]
    assert (
        pictured.gives("variants")
        .splitlines()[1]
        .endswith(f",variants.pictures/RED-1.jpg; {address}")
    )


@pytest.mark.parametrize(
    "path,reason",
    [
        ("none.jpg", "images: none.jpg is not there"),
        ("../secret.jpg", "images: ../secret.jpg must lie in the folder of the file, or below it"),
        ("products.csv", "images: products.csv is not a whole JPEG, PNG, GIF or WebP picture"),
    ],
)
@pytest.mark.parametrize("dry", [False, True])
def test_what_is_no_picture_beside_the_file_keeps_its_line_out(
    pictured: BulkShop, path: str, reason: str, dry: bool
) -> None:
    pictured.takes("products", f"slug,name,images\nlamp,Lamp,{path}\nmug,Mug,\n", dry_run=dry)
    assert pictured.refused == {2: reason}
    slugs = pictured.asks("SELECT slug FROM products")
    assert slugs == ([] if dry else [("mug",)])


def test_a_dry_run_keeps_no_picture(pictured: BulkShop) -> None:
    assert pictured.takes("products", LAMPS, dry_run=True).taken == 1
    assert kept(pictured) == []
    assert pictured.asks(ROWS) == []


def test_pictures_arrive_in_another_shop_and_are_given_alike(pictured, new_shop) -> None:
    pictured.takes("products", LAMPS)
    given = pictured.gives("products")
    assert "products.pictures/lamp-1.png; products.pictures/lamp-2.jpg" in given
    other = new_shop()
    folder = "products.pictures"
    shutil.copytree(pictured.folder / folder, other.folder / folder)
    other.takes("products", given)
    assert other.refused == {}
    first = other.folder / folder / "lamp-1.png"
    assert first.read_bytes() == (pictured.folder / "pictures" / "front.png").read_bytes()
    shutil.rmtree(other.folder / folder)
    assert other.gives("products") == given
    assert first.is_file()


def test_a_refused_line_leaves_no_files_behind(pictured: BulkShop) -> None:
    pictured.takes("products", "slug,name,images\nlamp,Lamp,back.jpg; none.jpg\n")
    assert pictured.refused == {2: "images: none.jpg is not there"}
    pictured.takes("products", "slug,name,images\nlamp,,back.jpg\n")
    assert pictured.refused == {2: "name: is missing"}
    assert kept(pictured) == []


def test_two_things_with_one_picture_have_a_copy_each(pictured: BulkShop) -> None:
    lines = "lamp,Lamp,back.jpg\nmug,Mug,back.jpg\nx,,back.jpg\n"
    pictured.takes("products", f"slug,name,images\n{lines}")
    assert pictured.refused == {4: "name: is missing"}
    assert len(set(pictured.asks("SELECT kept_as FROM images"))) == 2
    assert len(kept(pictured)) == 2 * 5


def test_a_batch_that_is_written_again_keeps_its_pictures_once(pictured: BulkShop) -> None:
    with album_beside(pictured.folder / "x.csv", pictured.configuration) as album:
        first, second = album.hang("back.jpg"), album.hang("back.jpg")
        album.take_down()
        assert {album.hang("back.jpg"), album.hang("back.jpg")} == {first, second}
        album.tidy()
    assert len(kept(pictured)) == 2 * 5
