"""Files in a folder of this machine, or of a network that every process shares."""

import asyncio
import os
import re
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from ringup.services.pictures import File

SERVED_AT = "/images/"

CONTENT_TYPES: Mapping[str, str] = {
    "jpg": "image/jpeg",
    "png": "image/png",
    "gif": "image/gif",
    "webp": "image/webp",
}
"""By the ending of a file's name; no other file is ever served."""

_NAME = re.compile(r"[0-9a-f]{32}")
_PATH = re.compile(r"(?P<name>[0-9a-f]{32})/[a-z]{1,20}\.(?P<ending>jpg|png|gif|webp)")


class Folder:
    """Fits ``services.pictures.Files``; ``serving`` answers for the addresses it gives."""

    def __init__(self, root: Path) -> None:
        """Keep files below this folder, which is made with the first one."""
        self._root = root

    async def put(self, path: str, file: File) -> None:
        """Write a file, and wait until it is on the disk."""
        await asyncio.to_thread(_write, self._below(path), file.content)

    async def get(self, path: str) -> File | None:
        """Read a file. Whatever is no path of a picture is not there, so none leads elsewhere."""
        found = _PATH.fullmatch(path)
        if found is None:
            return None
        content = await asyncio.to_thread(_read, self._below(path))
        if content is None:
            return None
        return File(content=content, content_type=CONTENT_TYPES[found["ending"]])

    async def delete(self, name: str) -> None:
        """Delete a picture's folder."""
        if _NAME.fullmatch(name):
            await asyncio.to_thread(shutil.rmtree, self._below(name), ignore_errors=True)

    def address(self, path: str) -> str:
        """Give the address at this server."""
        return SERVED_AT + path

    def _below(self, path: str) -> Path:
        """Spread pictures over 256 folders, so that none grows very large."""
        return self._root / path[:2] / path


def made(root: str) -> Folder:
    """Keep files in the folder with this path."""
    return Folder(Path(root))


def _write(path: Path, content: bytes) -> None:
    """Write beside it and rename, so that nobody ever reads half a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    Path(file.name).replace(path)


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
