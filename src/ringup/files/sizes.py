"""Makes the sizes of a picture with Pillow, and finds out whether it is one."""

import io
import warnings
from collections.abc import Mapping

from PIL import Image, ImageOps

from ringup.files.developed import Developed
from ringup.services.pictures import MOST_BYTES, MOST_PIXELS, SIZES, File, NotAPicture

_ENDINGS: Mapping[str, str] = {"JPEG": "jpg", "PNG": "png", "GIF": "gif", "WEBP": "webp"}
"""The formats taken, by Pillow's names, and how their files are called."""

# Sizes of a picture that may be transparent, or has few colours, are made without loss.
_SIZES_AS: Mapping[str, str] = {"JPEG": "JPEG", "PNG": "PNG", "GIF": "PNG", "WEBP": "WEBP"}
_HOW: Mapping[str, Mapping[str, object]] = {
    "JPEG": {"quality": 85, "optimize": True, "progressive": True},
    "PNG": {"optimize": True},
    "WEBP": {"quality": 85},
}
# What is larger by far is refused by Pillow itself before we can, at first with a warning.
_TOO_LARGE = (Image.DecompressionBombError, Image.DecompressionBombWarning)
warnings.simplefilter("error", Image.DecompressionBombWarning)

_ORIENTATION = 0x0112
_ON_ITS_SIDE = frozenset({5, 6, 7, 8})


def developed(content: bytes) -> Developed:
    """Make every size of a picture. Takes up to a second, so call it beside the event loop.

    The first picture of an animation stands for all. The sizes hold nothing but the picture: not
    where it was taken, nor by whom. Raises ``NotAPicture``.
    """
    if len(content) > MOST_BYTES:
        raise NotAPicture(f"must not have more than {MOST_BYTES:,} bytes")
    try:
        return _developed(content)
    except NotAPicture:
        raise
    except _TOO_LARGE as error:
        raise _too_large() from error
    except Exception as error:  # Pillow raises a dozen kinds for what is broken
        raise NotAPicture("is not a whole JPEG, PNG, GIF or WebP picture") from error


def _developed(content: bytes) -> Developed:
    with Image.open(io.BytesIO(content), formats=tuple(_ENDINGS)) as picture:
        width, height = picture.size
        if width * height > MOST_PIXELS:
            raise _too_large()
        kind = str(picture.format)
        if picture.getexif().get(_ORIENTATION) in _ON_ITS_SIDE:
            width, height = height, width
        sizes = _sizes(picture, _SIZES_AS[kind])
    return Developed(
        width=width,
        height=height,
        ending=_ENDINGS[kind],
        sizes_ending=_ENDINGS[_SIZES_AS[kind]],
        original=File(content=content, content_type=Image.MIME[kind]),
        sizes=sizes,
    )


def _too_large() -> NotAPicture:
    return NotAPicture(f"must not have more than {MOST_PIXELS:,} pixels")


def _sizes(picture: Image.Image, kind: str) -> Mapping[str, File]:
    """Make each size of the next larger one."""
    largest = 2 * max(SIZES.values())
    picture.draft("RGB", (largest, largest))  # lets JPEG skip detail that would be thrown away
    profile = picture.info.get("icc_profile") if picture.mode in {"RGB", "RGBA"} else None
    smaller = _plain(ImageOps.exif_transpose(picture), kind)
    made = {}
    for name, pixels in sorted(SIZES.items(), key=lambda size: -size[1]):
        smaller.thumbnail((pixels, pixels), Image.Resampling.LANCZOS)
        made[name] = File(content=_saved(smaller, kind, profile), content_type=Image.MIME[kind])
    return made


def _plain(picture: Image.Image, kind: str) -> Image.Image:
    """Give the bare picture, in colours that every client shows."""
    transparent = kind != "JPEG" and picture.has_transparency_data
    plain = picture.convert("RGBA" if transparent else "RGB")
    plain.info.clear()
    return plain


def _saved(picture: Image.Image, kind: str, profile: bytes | None) -> bytes:
    file = io.BytesIO()
    own = {} if profile is None else {"icc_profile": profile}
    picture.save(file, kind, **_HOW[kind], **own)
    return file.getvalue()
