"""Pictures of what is sold: the sizes they are kept in, and the ports that keep them.

``Files`` is a place for files, and what to replace where pictures shall lie elsewhere; ``Pictures``
stands before it and knows what a picture is.
"""

from collections.abc import Mapping
from typing import Protocol

import msgspec

SIZES: Mapping[str, int] = {"mini": 48, "small": 100, "product": 240, "large": 600}
"""How many pixels the longer side of each size has at most; a smaller picture is not enlarged."""

MOST_BYTES = 10_000_000
"""How large the file of a picture may be."""

MOST_PIXELS = 50_000_000
"""How many pixels a picture may have; each takes up to four bytes while it is made smaller."""


class NotAPicture(Exception):
    """What was given is no picture that can be kept; the text is a predicate for people."""


class KeptPicture(msgspec.Struct, frozen=True, kw_only=True):
    """A picture that was kept under a ``name``, with its own measures in pixels.

    ``url`` is the address of the file as it was given; ``sizes_url`` that of each of ``SIZES``,
    with ``{size}`` for the size's name.
    """

    name: str
    url: str
    sizes_url: str
    content_type: str
    width: int
    height: int


class File(msgspec.Struct, frozen=True, kw_only=True):
    """A file's content and what it is."""

    content: bytes
    content_type: str


class Files(Protocol):
    """A place for files, each at a path ``name/size.ending`` that is never used again."""

    async def put(self, path: str, file: File) -> None:
        """Keep a file; when this returns, it lasts."""
        ...

    async def get(self, path: str) -> File | None:
        """Give a file back, if it is there."""
        ...

    async def delete(self, name: str) -> None:
        """Delete every file below a name; there may be none."""
        ...

    def address(self, path: str) -> str:
        """Tell where clients find a file: an address of this server, or a full one elsewhere."""
        ...


class Pictures(Protocol):
    """Keeps pictures."""

    async def keep(self, content: bytes) -> KeptPicture:
        """Keep a picture in all its sizes. Raises ``NotAPicture``."""
        ...

    async def forget(self, name: str) -> None:
        """Delete a picture that was kept."""
        ...

    async def file(self, path: str) -> File | None:
        """Give a file of a picture, if this server is who gives it out."""
        ...


class NoPictures:
    """What keeps nothing: what a desk has until it is given another."""

    async def keep(self, content: bytes) -> KeptPicture:  # noqa: ARG002 - nothing is kept
        """Refuse."""
        raise NotAPicture("cannot be kept: this shop has no place for files")

    async def forget(self, name: str) -> None:
        """Do nothing."""

    async def file(self, path: str) -> File | None:  # noqa: ARG002 - there is none
        """Give nothing."""
        return None
