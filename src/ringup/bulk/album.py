"""Where the pictures lie that a file speaks of: what reads them in, and what gives them out."""

from collections.abc import Mapping
from typing import Any, Protocol

from ringup.services.pictures import KeptPicture, NotAPicture


class Album(Protocol):
    """Pictures beside a file, by their paths from its folder on."""

    def keep(self, path: str) -> KeptPicture:
        """Have the shop keep a picture, once for a path. Raises ``NotAPicture``."""
        ...

    def give(self, name: str, image: Mapping[str, Any]) -> str:
        """Lay a kept picture beside the file under a name; gives its path, empty for none."""
        ...


class NoAlbum:
    """No folder: of what is read or written without a file."""

    def keep(self, path: str) -> KeptPicture:  # noqa: ARG002 - there is none
        """Refuse."""
        raise NotAPicture("cannot be read: there is no folder")

    def give(self, name: str, image: Mapping[str, Any]) -> str:  # noqa: ARG002 - as above
        """Give nothing."""
        return ""


NO_ALBUM = NoAlbum()
