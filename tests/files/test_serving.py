"""Pictures are given to everybody, may be kept for ever, and lead to no other file."""

import httpx
import pytest
import pytest_asyncio

from ringup import app
from ringup.config import Configuration, NotConfigured
from tests.support.painting import painted

NAME = "0123456789abcdef" * 2


@pytest_asyncio.fixture
async def shop(tmp_path):
    """A shop, asked over HTTP, and who keeps its pictures."""
    configuration = Configuration(database="sqlite://", files=str(tmp_path / "kept"))
    async with app.desk_at(configuration) as desk:
        transport = httpx.ASGITransport(app.joined(desk))
        async with httpx.AsyncClient(transport=transport, base_url="http://shop.test") as client:
            yield client, desk.pictures


async def test_a_picture_is_given_to_everybody_and_may_be_kept_for_ever(shop):
    client, pictures = shop
    content = painted()
    kept = await pictures.keep(content)
    answer = await client.get(kept.url)
    assert (answer.status_code, answer.content) == (200, content)
    assert answer.headers["content-type"] == "image/jpeg"
    assert answer.headers["content-length"] == str(len(content))
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-security-policy"].startswith("default-src 'none'")


async def test_whoever_has_it_already_is_not_sent_it_again(shop):
    client, pictures = shop
    kept = await pictures.keep(painted())
    tag = (await client.get(kept.url)).headers["etag"]
    for known in (tag, f'"other", W/{tag}'):
        answer = await client.get(kept.url, headers={"If-None-Match": known})
        assert (answer.status_code, answer.content) == (304, b"")
        assert answer.headers["etag"] == tag
    other = kept.sizes_url.format(size="mini")
    assert (await client.get(other, headers={"If-None-Match": tag})).status_code == 200


async def test_its_head_is_told_without_it(shop):
    client, pictures = shop
    kept = await pictures.keep(painted())
    answer = await client.head(kept.url)
    assert (answer.status_code, answer.content) == (200, b"")
    assert answer.headers["content-length"] == str(len(painted()))


async def test_it_can_only_be_looked_at(shop):
    client, pictures = shop
    kept = await pictures.keep(painted())
    answer = await client.delete(kept.url)
    assert (answer.status_code, answer.json()["code"]) == (405, "method_not_allowed")
    assert answer.headers["allow"] == "GET, HEAD"
    assert (await client.get(kept.url)).status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        f"/images/{NAME}/original.jpg",
        "/images/",
        "/images/../app.py",
        "/images/..%2f..%2f..%2fetc%2fpasswd",
        "/images/%2e%2e/%2e%2e/shop.db",
        f"/images/{NAME}/..%2f..%2f..%2fsecret.jpg",
        f"/images/{NAME}/original.jpg%00",
        "/images/%ff%fe",
    ],
)
async def test_all_else_is_not_found(shop, tmp_path, path):
    client, _ = shop
    (tmp_path / "secret.jpg").write_bytes(b"secret")
    answer = await client.get(path)
    assert answer.status_code == 404
    assert b"secret" not in answer.content


def test_pictures_lie_beside_the_store_unless_told_otherwise(tmp_path):
    database = f"sqlite:///{tmp_path / 'shop.db'}"
    beside = app.place_of(Configuration(database=database))
    elsewhere = app.place_of(Configuration(database=database, files=str(tmp_path / "else")))
    assert vars(beside) == {"_root": tmp_path / "ringup-files"}
    assert vars(elsewhere) == {"_root": tmp_path / "else"}


def test_a_place_that_nobody_serves_is_an_error_when_the_shop_opens():
    with pytest.raises(NotConfigured, match="files: nothing keeps files at gopher://"):
        app.place_of(Configuration(files="gopher://hole"))
