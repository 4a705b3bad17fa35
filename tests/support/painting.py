"""Pictures for tests, made on the spot."""

import io

from PIL import Image

RED, BLUE = (200, 10, 10), (10, 10, 200)


def painted(
    width: int = 800,
    height: int = 400,
    kind: str = "JPEG",
    mode: str = "RGB",
    **how: object,
) -> bytes:
    """The file of a picture that is red on its left half and blue on its right."""
    picture = Image.new("RGB", (width, height), RED)
    picture.paste(BLUE, (width // 2, 0, width, height))
    file = io.BytesIO()
    picture.convert(mode).save(file, kind, **how)
    return file.getvalue()


def opened(content: bytes) -> Image.Image:
    """The picture of a file."""
    return Image.open(io.BytesIO(content))
