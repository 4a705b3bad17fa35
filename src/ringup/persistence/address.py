"""How a store is named: ``sqlite:///path``, ``sqlite://`` (gone when closed), ``postgresql://…``."""

from pathlib import Path

EPHEMERAL = "sqlite://"
"""The address of a store that is gone when it is closed."""


class UnknownAddress(ValueError):
    """A store's address that is neither SQLite's nor PostgreSQL's."""


def is_sqlite(url: str) -> bool:
    """Tell SQLite's addresses from PostgreSQL's; raises ``UnknownAddress`` for any other."""
    scheme = url.partition(":")[0]
    if scheme not in {"sqlite", "postgresql", "postgres"}:
        raise UnknownAddress(f"a store is sqlite:///path or postgresql://…, not {scheme}:…")
    return scheme == "sqlite"


def sqlite_path(url: str) -> Path:
    """Take the file out of ``sqlite:///relative`` or ``sqlite:////absolute``."""
    path = url.removeprefix("sqlite:///")
    if path == url or not path:
        raise UnknownAddress("an SQLite store is named sqlite:///path")
    return Path(path)


def asyncpg_url(url: str) -> str:
    """Write PostgreSQL's address as SQLAlchemy wants it, to use the same driver as ever."""
    return "postgresql+asyncpg:" + url.partition(":")[2]
