"""Pictures beside the file that speaks of them, on their way into the shop or out of it."""

import asyncio
import contextlib
from collections.abc import Coroutine, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

from ringup.app import place_of
from ringup.config import Configuration
from ringup.files.keeping import PictureFiles
from ringup.services.pictures import MOST_BYTES, File, KeptPicture, NotAPicture, Pictures

T = TypeVar("T")


class FolderAlbum:
    """Fits ``bulk.album.Album``. Keeping a picture waits for nothing else, and so may an import."""

    def __init__(self, pictures: Pictures, file: Path, thread: ThreadPoolExecutor) -> None:
        """Take who keeps pictures, the file, and a thread of its own."""
        self._pictures = pictures
        self._folder = file.absolute().parent
        self._beside = file.with_suffix(".pictures").name
        self._thread = thread
        self._runner = asyncio.Runner()
        self._kept: dict[str, list[KeptPicture]] = {}
        self._hung: list[tuple[str, KeptPicture]] = []

    def keep(self, path: str) -> KeptPicture:
        """Have a picture kept until it is hung. Raises ``NotAPicture``."""
        if not self._kept.get(path):
            self._kept[path] = [self._waited(self._pictures.keep(self._read(path)))]
        return self._kept[path][-1]

    def hang(self, path: str) -> KeptPicture:
        """Give a kept picture away; the next one of the same path is a copy of its own."""
        picture = self.keep(path)
        self._kept[path].pop()
        self._hung.append((path, picture))
        return picture

    def take_down(self) -> None:
        """Keep what was hung for the next of its path."""
        for path, picture in self._hung:
            self._kept[path].append(picture)
        self._hung.clear()

    def tidy(self) -> None:
        """Delete what was kept and not hung."""
        for pictures in self._kept.values():
            for picture in pictures:
                self._waited(self._pictures.forget(picture.name))
        self._kept.clear()
        self._hung.clear()

    def give(self, name: str, image: Mapping[str, Any]) -> str:
        """Write a picture beside the file."""
        path = "/".join(image["url"].rsplit("/", 2)[-2:])
        found = self._waited(self._pictures.file(path))
        if found is None:
            return ""
        given = Path(self._beside) / f"{name}.{path.rpartition('.')[2]}"
        (self._folder / self._beside).mkdir(exist_ok=True)
        (self._folder / given).write_bytes(found.content)
        return given.as_posix()

    def _read(self, path: str) -> bytes:
        file = (self._folder / path).resolve()
        if not file.is_relative_to(self._folder.resolve()):
            raise NotAPicture("must lie in the folder of the file, or below it")
        if not file.is_file():
            raise NotAPicture("is not there")
        if file.stat().st_size > MOST_BYTES:
            raise NotAPicture(f"must not have more than {MOST_BYTES:,} bytes")
        return file.read_bytes()

    def _waited(self, work: Coroutine[Any, Any, T]) -> T:
        return self._thread.submit(self._runner.run, work).result()

    def close(self) -> None:
        """End what ran in the thread."""
        self._thread.submit(self._runner.close).result()


class _Nowhere:
    """A place for files that a dry run keeps nothing in."""

    async def put(self, path: str, file: File) -> None: ...

    async def get(self, path: str) -> File | None: ...

    async def delete(self, name: str) -> None: ...

    def address(self, path: str) -> str:
        return path


@contextlib.contextmanager
def album_beside(file: Path, configuration: Configuration | None) -> Iterator[FolderAlbum]:
    """Open the album beside a file; without a shop's settings nothing is kept."""
    place = _Nowhere() if configuration is None else place_of(configuration)
    with ThreadPoolExecutor(max_workers=1) as thread:
        album = FolderAlbum(PictureFiles(place), file, thread)
        try:
            yield album
        finally:
            album.close()
