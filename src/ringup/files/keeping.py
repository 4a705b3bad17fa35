"""Keeps a picture and its sizes at a place for files."""

import asyncio
import secrets

from ringup.files.developed import Developed
from ringup.services.pictures import File, Files, KeptPicture

ORIGINAL = "original"


class PictureFiles:
    """Fits ``services.pictures.Pictures``."""

    def __init__(self, files: Files) -> None:
        """Keep them at this place."""
        self._files = files

    async def keep(self, content: bytes) -> KeptPicture:
        """Make the sizes in a thread of their own, and keep all of them or none."""
        made = await asyncio.to_thread(_developed, content)
        name = secrets.token_hex(16)
        original = f"{name}/{ORIGINAL}.{made.ending}"
        sizes = {f"{name}/{size}.{made.sizes_ending}": file for size, file in made.sizes.items()}
        try:
            for path, file in {**sizes, original: made.original}.items():
                await self._files.put(path, file)
        except BaseException:
            await self._files.delete(name)
            raise
        return KeptPicture(
            name=name,
            url=self._files.address(original),
            sizes_url=self._files.address(f"{name}/SIZE.{made.sizes_ending}").replace(
                "SIZE", "{size}"
            ),
            content_type=made.original.content_type,
            width=made.width,
            height=made.height,
        )

    async def forget(self, name: str) -> None:
        """Delete the picture in every size."""
        await self._files.delete(name)

    async def file(self, path: str) -> File | None:
        """Read a file where it lies."""
        return await self._files.get(path)


def _developed(content: bytes) -> Developed:
    # Not at the head: Pillow takes two megabytes, and most processes never see a picture.
    from ringup.files.sizes import developed  # noqa: PLC0415

    return developed(content)
