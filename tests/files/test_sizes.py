"""A picture is kept as it came, and in four smaller sizes that hold the picture and no more."""

import io
import struct
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageStat

from ringup.files.sizes import developed
from ringup.services.pictures import MOST_BYTES, NotAPicture
from tests.support.painting import opened, painted


@pytest.mark.parametrize(
    "kind, ending, sizes_ending, content_type",
    [
        ("JPEG", "jpg", "jpg", "image/jpeg"),
        ("PNG", "png", "png", "image/png"),
        ("GIF", "gif", "png", "image/gif"),
        ("WEBP", "webp", "webp", "image/webp"),
    ],
)
def test_each_size_keeps_the_proportions_and_fits_its_square(
    kind, ending, sizes_ending, content_type
):
    content = painted(kind=kind)
    made = developed(content)
    assert (made.width, made.height) == (800, 400)
    assert (made.ending, made.sizes_ending) == (ending, sizes_ending)
    assert made.original.content == content
    assert made.original.content_type == content_type
    assert {name: opened(file.content).size for name, file in made.sizes.items()} == {
        "mini": (48, 24),
        "small": (100, 50),
        "product": (240, 120),
        "large": (600, 300),
    }
    red, green, blue = (
        opened(made.sizes["small"].content).convert("RGB").crop((0, 0, 40, 50)).split()
    )
    assert ImageStat.Stat(red).mean[0] > 190
    assert max(ImageStat.Stat(green).mean[0], ImageStat.Stat(blue).mean[0]) < 20


def test_a_small_picture_is_not_enlarged():
    made = developed(painted(60, 30))
    assert opened(made.sizes["large"].content).size == (60, 30)
    assert opened(made.sizes["mini"].content).size == (48, 24)


def test_what_is_transparent_stays_so():
    picture = Image.new("RGBA", (200, 200), (0, 0, 0, 0))
    file = io.BytesIO()
    picture.save(file, "PNG")
    mini = opened(developed(file.getvalue()).sizes["mini"].content)
    assert mini.mode == "RGBA"
    assert mini.getchannel("A").getextrema() == (0, 0)


@pytest.mark.parametrize(
    "kind, mode", [("JPEG", "CMYK"), ("JPEG", "L"), ("PNG", "P"), ("PNG", "1"), ("PNG", "LA")]
)
def test_every_kind_of_colours_is_taken(kind, mode):
    made = developed(painted(kind=kind, mode=mode))
    assert opened(made.sizes["product"].content).size == (240, 120)


def test_a_picture_taken_with_the_camera_on_its_side_stands_upright():
    exif = Image.Exif()
    exif[0x0112] = 6
    made = developed(painted(exif=exif))
    assert (made.width, made.height) == (400, 800)
    assert opened(made.sizes["small"].content).size == (50, 100)


def test_the_sizes_do_not_tell_where_a_picture_was_taken():
    exif = Image.Exif()
    exif[0x010E] = "from home"
    exif.get_ifd(0x8825)[1] = "N"
    for kind in ("JPEG", "PNG", "WEBP"):
        made = developed(painted(kind=kind, exif=exif))
        assert opened(made.original.content).getexif()
        for file in made.sizes.values():
            assert not opened(file.content).getexif()
            assert b"from home" not in file.content


def test_the_first_picture_of_an_animation_stands_for_all():
    frames = [Image.new("RGB", (300, 300), colour) for colour in ("red", "blue", "green")]
    file = io.BytesIO()
    frames[0].save(file, "GIF", save_all=True, append_images=frames[1:], duration=100)
    small = opened(developed(file.getvalue()).sizes["small"].content)
    assert getattr(small, "n_frames", 1) == 1
    assert small.convert("RGB").getpixel((50, 50)) == (255, 0, 0)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no picture",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"\x89PNG\r\n\x1a\n",
        painted()[:-500],
        painted(kind="PNG")[:-40],
        painted(kind="TIFF"),
        painted(kind="BMP"),
        painted(kind="PDF"),
    ],
    ids=["empty", "text", "svg", "header", "half a jpeg", "half a png", "tiff", "bmp", "pdf"],
)
def test_what_is_no_whole_picture_of_a_known_kind_is_refused(content):
    with pytest.raises(NotAPicture, match="is not a whole JPEG, PNG, GIF or WebP picture"):
        developed(content)


def test_a_file_that_is_too_large_is_refused_unread():
    with pytest.raises(NotAPicture, match=r"must not have more than 10,000,000 bytes"):
        developed(b"x" * (MOST_BYTES + 1))


@pytest.mark.parametrize("side", [7_100, 10_000, 60_000])
def test_a_small_file_that_would_unfold_to_a_huge_picture_is_refused(side):
    with pytest.raises(NotAPicture, match=r"must not have more than 50,000,000 pixels"):
        developed(_announcing(side))


def _announcing(side):
    """A PNG of a few hundred bytes that says it has so many pixels each way."""

    def chunk(name, data):
        body = name + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    head = struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
    parts = (chunk(b"IHDR", head), chunk(b"IDAT", zlib.compress(b"\0" * 999)), chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


@given(
    kind=st.sampled_from(["JPEG", "PNG", "GIF", "WEBP"]),
    changes=st.lists(st.tuples(st.floats(0, 0.999), st.integers(0, 255)), min_size=1, max_size=12),
)
@settings(max_examples=60, deadline=None)
def test_a_damaged_file_is_a_picture_or_refused_and_nothing_else(kind, changes):
    content = bytearray(painted(40, 20, kind))
    for place, byte in changes:
        content[int(place * len(content))] = byte
    try:
        made = developed(bytes(content))
    except NotAPicture:
        return
    assert set(made.sizes) == {"mini", "small", "product", "large"}
