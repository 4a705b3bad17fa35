"""Where pictures are kept: one small file each, named in one table by the scheme of its address.

To add one, write a file with a class that fits ``services.pictures.Files`` and a function ``made``
that makes it for an address, and name that in ``PLACES``. Another package names such a function in
the entry point group ``ringup.files`` instead: one called ``s3`` serves ``s3://bucket/folder``.
"""

from collections.abc import Callable
from typing import TypeAlias

from ringup.files import folder
from ringup.services.pictures import Files

Maker: TypeAlias = Callable[[str], Files]
"""Makes the place at an address, which is what comes after ``://``."""

PLACES: dict[str, Maker] = {"file": folder.made}


class NoSuchPlace(ValueError):
    """An address whose scheme nobody serves."""


def opened(address: str) -> Files:
    """Open the place at an address; one without a scheme is a folder. Raises ``NoSuchPlace``."""
    scheme, mark, rest = address.partition("://")
    if not mark:
        return folder.made(address)
    if scheme in PLACES:
        return PLACES[scheme](rest)
    raise NoSuchPlace(f"nothing keeps files at {scheme}://. There are: {', '.join(sorted(PLACES))}")
