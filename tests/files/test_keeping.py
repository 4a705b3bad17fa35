"""Pictures are kept whole or not at all, and nothing but pictures is ever read back."""

import pytest

from ringup import files
from ringup.files.folder import Folder
from ringup.files.keeping import PictureFiles
from ringup.services.pictures import SIZES, File, NoPictures, NotAPicture
from tests.support.painting import opened, painted

NAME = "0123456789abcdef" * 2
JPEG = File(content=b"bytes", content_type="image/jpeg")


class FullDisk(Folder):
    """A folder that takes two files and no more."""

    def __init__(self, root):
        super().__init__(root)
        self.left = 2

    async def put(self, path, file):
        if not self.left:
            raise OSError("no space left")
        self.left -= 1
        await super().put(path, file)


def names_below(folder):
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


async def test_a_kept_picture_is_found_at_the_addresses_it_was_given(tmp_path):
    keeper = PictureFiles(Folder(tmp_path))
    kept = await keeper.keep(painted())
    assert (kept.content_type, kept.width, kept.height) == ("image/jpeg", 800, 400)
    assert kept.url == f"/images/{kept.name}/original.jpg"
    for size, pixels in SIZES.items():
        path = kept.sizes_url.format(size=size).removeprefix("/images/")
        file = await keeper.file(path)
        assert file is not None
        assert file.content_type == "image/jpeg"
        assert max(opened(file.content).size) == pixels


async def test_two_pictures_never_share_a_name(tmp_path):
    keeper = PictureFiles(Folder(tmp_path))
    first, second = await keeper.keep(painted()), await keeper.keep(painted())
    assert first.name != second.name


async def test_a_forgotten_picture_leaves_nothing_behind(tmp_path):
    keeper = PictureFiles(Folder(tmp_path))
    kept = await keeper.keep(painted())
    await keeper.forget(kept.name)
    assert names_below(tmp_path) == []
    assert await keeper.file(f"{kept.name}/original.jpg") is None
    await keeper.forget(kept.name)


async def test_what_is_no_picture_leaves_nothing_behind(tmp_path):
    with pytest.raises(NotAPicture):
        await PictureFiles(Folder(tmp_path)).keep(b"no picture")
    assert names_below(tmp_path) == []


async def test_a_picture_that_cannot_be_kept_whole_is_not_kept(tmp_path):
    with pytest.raises(OSError, match="no space left"):
        await PictureFiles(FullDisk(tmp_path)).keep(painted())
    assert names_below(tmp_path) == []


@pytest.mark.parametrize(
    "path",
    [
        "",
        "../secret.jpg",
        f"{NAME}/../../secret.jpg",
        f"{NAME}/..%2f..%2fsecret.jpg",
        f"{NAME}//original.jpg",
        f"{NAME}/original.jpg/",
        f"{NAME}/original.jpg\n",
        f"{NAME}/original.svg",
        f"{NAME}/original.html",
        f"/{NAME}/original.jpg",
        f"{NAME.upper()}/original.jpg",
        "/etc/passwd",
        "é/ü.jpg",
    ],
)
async def test_nothing_but_a_picture_is_read(tmp_path, path):
    (tmp_path / "secret.jpg").write_bytes(b"secret")
    folder = Folder(tmp_path / "kept")
    await folder.put(f"{NAME}/original.jpg", JPEG)
    assert await folder.get(path) is None
    assert (await folder.get(f"{NAME}/original.jpg")) == JPEG


@pytest.mark.parametrize("name", ["", ".", "..", "../kept", NAME[:-1], f"{NAME}/x"])
async def test_only_a_picture_can_be_deleted(tmp_path, name):
    folder = Folder(tmp_path)
    await folder.put(f"{NAME}/original.jpg", JPEG)
    await folder.delete(name)
    assert names_below(tmp_path) == ["original.jpg"]


def test_an_address_without_a_scheme_is_a_folder(tmp_path):
    assert isinstance(files.opened(str(tmp_path)), Folder)
    assert isinstance(files.opened(f"file://{tmp_path}"), Folder)


def test_an_address_that_nobody_serves_is_named():
    with pytest.raises(files.NoSuchPlace, match="nothing keeps files at gopher://"):
        files.opened("gopher://hole")


async def test_a_shop_without_a_place_for_files_refuses_pictures():
    with pytest.raises(NotAPicture, match="no place for files"):
        await NoPictures().keep(painted())
    assert await NoPictures().file(f"{NAME}/original.jpg") is None
