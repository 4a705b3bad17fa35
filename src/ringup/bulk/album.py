"""Where the pictures lie that a file speaks of: what reads them in, and what gives them out."""

from collections.abc import Mapping
from typing import Any, Protocol

from ringup.services.pictures import KeptPicture, NotAPicture


class Album(Protocol):
    """Pictures beside a file, by their paths from its folder on."""

    def keep(self, path: str) -> KeptPicture:
        """Have the shop keep a picture until it is hung. Raises ``NotAPicture``."""
        ...

    def hang(self, path: str) -> KeptPicture:
        """Give a kept picture to one thing alone, which may delete it later."""
        ...

    def take_down(self) -> None:
        """Have what was hung be as if only kept, since what hung it was undone."""
        ...

    def tidy(self) -> None:
        """Delete what was kept and hangs nowhere, since its line was refused."""
        ...

    def give(self, name: str, image: Mapping[str, Any]) -> str:
        """Lay a kept picture beside the file under a name; gives its path, empty for none."""
        ...


class NoAlbum:
    """No folder: of what is read or written without a file."""

    def keep(self, path: str) -> KeptPicture:  # noqa: ARG002 - there is none
        """Refuse."""
        raise NotAPicture("cannot be read: there is no folder")

    def hang(self, path: str) -> KeptPicture:
        """Refuse."""
        return self.keep(path)

    def take_down(self) -> None:
        """Do nothing: nothing was hung."""

    def tidy(self) -> None:
        """Do nothing: nothing was kept."""

    def give(self, name: str, image: Mapping[str, Any]) -> str:  # noqa: ARG002 - as above
        """Give nothing."""
        return ""


NO_ALBUM = NoAlbum()
