"""Pictures come as files or by their address, belong to a variant, and leave nothing behind."""

from pathlib import Path

import pytest
import pytest_asyncio

from tests.editing.office import Office
from tests.support.painting import opened, painted
from tests.support.storefront import ADA, ADMIN, NOBODY, open_storefront

pytestmark = pytest.mark.asyncio(loop_scope="module")

ADDRESS = "https://pictures.example/tote.jpg"
BELOW = "products/canvas-tote/images"


@pytest_asyncio.fixture(loop_scope="module")
async def studio(demo_store, tmp_path):
    """A shop of the test's own, and the folder where it keeps its files."""
    async with open_storefront(demo_store, files=str(tmp_path / "kept")) as storefront:
        yield Office(storefront), tmp_path / "kept"


async def uploads(office, content, path=BELOW, method="POST", headers=ADMIN, **fields):
    file = {"image[attachment]": ("../../tote.jpg", content, "text/html")}
    data = {f"image[{name}]": value for name, value in fields.items()}
    return await office.storefront.client.request(
        method, f"/api/{path}", files=file, data=data, headers=headers
    )


def files_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


async def test_an_uploaded_picture_is_shown_in_every_size(studio):
    office, kept = studio
    answer = await uploads(office, painted(), alt="A tote")
    assert answer.status_code == 201, answer.text
    made = answer.json()
    assert (made["alt"], made["position"]) == ("A tote", 1)
    assert (made["attachment_width"], made["attachment_height"]) == (800, 400)
    assert made["attachment_content_type"] == "image/jpeg"
    for size, pixels in {"mini": 48, "small": 100, "product": 240, "large": 600}.items():
        picture = await office.storefront.client.get(made[f"{size}_url"])
        assert picture.headers["content-type"] == "image/jpeg"
        assert max(opened(picture.content).size) == pixels
    product = await office.sees("products/canvas-tote")
    assert product["images"] == [made] == product["master"]["images"]
    assert (await office.sees(BELOW)) == {"images": [made]}
    assert (await office.sees(f"{BELOW}/{made['id']}")) == made
    assert len(files_in(kept)) == 5


async def test_a_removed_picture_leaves_no_file(studio):
    office, kept = studio
    made = (await uploads(office, painted())).json()
    await office.removes(f"{BELOW}/{made['id']}")
    assert files_in(kept) == []
    assert (await office.sees(BELOW)) == {"images": []}
    assert (await office.storefront.client.get(made["url"])).status_code == 404


async def test_a_new_file_takes_the_place_of_the_old_one(studio):
    office, kept = studio
    made = (await uploads(office, painted(), alt="Old")).json()
    path = f"{BELOW}/{made['id']}"
    changed = (await uploads(office, painted(100, 300, "PNG"), path, "PUT")).json()
    assert (changed["id"], changed["alt"]) == (made["id"], "Old")
    assert changed["attachment_width"] == 100
    assert len(files_in(kept)) == 5
    assert (await office.storefront.client.get(made["url"])).status_code == 404
    elsewhere = await office.changes(path, image={"url": ADDRESS})
    assert (elsewhere["mini_url"], elsewhere["attachment_width"]) == (ADDRESS, None)
    assert files_in(kept) == []


async def test_a_picture_that_lies_elsewhere_is_shown_by_its_address(studio):
    office, kept = studio
    variant = (await office.sees("variants?q[sku_eq]=TEE-S"))["variants"][0]
    below = f"variants/{variant['id']}/images"
    made = await office.makes(below, image={"url": ADDRESS, "alt": "Shirt"})
    assert {made[f"{size}_url"] for size in ("mini", "small", "product", "large")} == {ADDRESS}
    assert made["viewable_id"] == variant["id"]
    second = await office.makes(below, image={"url": "/pictures/tee.jpg"})
    assert second["position"] == 2
    await office.changes(f"{below}/{made['id']}", image={"position": 5})
    listed = (await office.sees(below))["images"]
    assert [each["id"] for each in listed] == [second["id"], made["id"]]
    other = f"{BELOW}/{made['id']}"
    for method in ("GET", "PUT", "DELETE"):
        assert (await office.asks(method, other, {"alt": "x"})).status_code == 404
    assert files_in(kept) == []


@pytest.mark.parametrize(
    "content", [b"", b"no picture", b"<svg onload='alert(1)'/>", painted()[:-300]]
)
async def test_what_is_no_whole_picture_is_refused_and_not_kept(studio, content):
    office, kept = studio
    answer = await uploads(office, content)
    assert answer.status_code == 422
    assert answer.json()["code"] == "picture_invalid"
    assert list(answer.json()["errors"]) == ["attachment"]
    assert files_in(kept) == []


@pytest.mark.parametrize("url", ["javascript:alert(1)", "//evil.example/x", "data:image/png,x"])
async def test_an_address_that_is_none_is_refused(studio, url):
    office, _ = studio
    refused = await office.is_refused("POST", BELOW, image={"url": url})
    assert refused == {"url": ["must begin with https://, http:// or /"]}
    assert await office.is_refused("POST", BELOW, image={}) == {"url": ["can't be blank"]}


async def test_a_good_file_with_a_wrong_form_is_not_kept(studio):
    office, kept = studio
    answer = await uploads(office, painted(), position="-3")
    assert answer.status_code == 422
    assert files_in(kept) == []
    answer = await uploads(office, painted(), "products/no-such/images")
    assert answer.status_code == 404
    assert files_in(kept) == []


async def test_only_admins_add_pictures_and_only_they_may_send_much(studio):
    office, kept = studio
    for headers in (NOBODY, ADA):
        answer = await uploads(office, painted(), headers=headers)
        assert answer.status_code == 401
    large = await uploads(office, b"x" * 1_500_000, headers=NOBODY)
    assert large.status_code == 413
    more = await uploads(office, b"x" * 10_200_000)
    assert more.status_code == 413
    assert (await uploads(office, b"x" * 1_500_000)).status_code == 422
    assert files_in(kept) == []


async def test_a_repeat_adds_no_second_picture_and_another_file_is_another_request(studio):
    office, kept = studio
    headers = {**ADMIN, "Idempotency-Key": "one-picture"}
    first = await uploads(office, painted(), headers=headers)
    again = await uploads(office, painted(), headers=headers)
    assert (first.status_code, again.json()) == (201, first.json())
    assert again.headers["idempotency-replayed"] == "true"
    other = await uploads(office, painted(90, 90), headers=headers)
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")
    assert len((await office.sees(BELOW))["images"]) == 1
    assert len(files_in(kept)) == 5
