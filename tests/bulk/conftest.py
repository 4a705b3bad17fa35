"""Founded shops on both databases, and the commands that fill and read them."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
import sqlalchemy
from sqlalchemy import text

from ringup.bulk.batch import Refused
from ringup.bulk.exporting import as_csv, lines_of
from ringup.bulk.importing import Around, Summary, Task, import_file
from ringup.bulk.pen import BulkPen
from ringup.cli.album import album_beside
from ringup.cli.loading import founded, now
from ringup.config import Configuration
from ringup.founding.shop import NewShop
from ringup.persistence.connecting import connected
from ringup.persistence.schema import metadata

SHOP = NewShop(name="S", code="s", url="", mail="s@example.com", currencies=("USD", "EUR", "JPY"))


class BulkShop(msgspec.Struct, dict=True):
    """A shop, a folder for its files, and what its last import refused."""

    url: str
    folder: Path
    refused: dict[int, str] = {}

    def takes(self, kind: str, content: str, *, ending: str = "csv", **how: bool) -> Summary:
        """Import a file of this content."""
        file = self.folder / f"{kind}.{ending}"
        file.write_text(content, encoding="utf-8")
        return self.takes_file(kind, file, **how)

    def takes_file(self, kind: str, file: Path, **how: bool) -> Summary:
        told: list[Refused] = []
        task = Task(kind=kind, file=file, **how)
        with album_beside(file, None if task.dry_run else self.configuration) as album:
            around = Around(
                tables=metadata.tables,
                clock=now,
                resume=lambda _: None,
                tell=told.append,
                advance=lambda _: None,
                album=album,
            )
            summary = asyncio.run(connected(self.url, lambda c: import_file(c, task, around)))
        self.refused = {each.line: each.reason for each in told}
        return summary

    @property
    def configuration(self) -> Configuration:
        """The shop's settings: it keeps its pictures in its folder."""
        return Configuration(database=self.url, files=str(self.folder / "kept"))

    def gives(self, kind: str) -> str:
        """Export everything of a kind, its pictures into the folder."""

        def lines(connection: sqlalchemy.Connection) -> str:
            pen = BulkPen(connection, metadata.tables, now(), album)
            return "".join(as_csv(kind, lines_of(pen, kind)))

        with album_beside(self.folder / f"{kind}.csv", self.configuration) as album:
            return asyncio.run(connected(self.url, lines))

    def asks(self, sql: str) -> list[tuple[object, ...]]:
        """Ask the database."""
        return asyncio.run(
            connected(self.url, lambda c: [tuple(row) for row in c.execute(text(sql))])
        )

    def changes(self, sql: str) -> None:
        """Change something past the importer."""

        def work(connection: sqlalchemy.Connection) -> None:
            connection.execute(text(sql))
            connection.commit()

        asyncio.run(connected(self.url, work))


@pytest.fixture(params=["sqlite", "postgresql"])
def new_shop(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[], BulkShop]:
    """Found shops, each empty."""
    count = iter(range(100))

    def found() -> BulkShop:
        number = next(count)
        folder = tmp_path / str(number)
        folder.mkdir()
        if request.param == "sqlite":
            url = f"sqlite:///{folder}/shop.db"
        else:
            url = request.getfixturevalue("new_postgres_database")()
        asyncio.run(founded(url, SHOP))
        return BulkShop(url, folder)

    return found


@pytest.fixture
def shop(new_shop: Callable[[], BulkShop]) -> BulkShop:
    return new_shop()
