"""Where pictures are kept: one small file each, named in one table by the scheme of its address.

To add one, write a file with a class that fits ``services.pictures.Files`` and a function ``made``
that makes it for an address, and name that in ``PLACES``. Another package names such a function in
the entry point group ``ringup.files`` instead: one called ``s3`` serves ``s3://bucket/folder``.
"""

from collections.abc import Callable, Mapping
from importlib.metadata import entry_points
from typing import TypeAlias

from ringup.files import folder
from ringup.services.pictures import Files

Maker: TypeAlias = Callable[[str], Files]
"""Makes the place at an address, which is what comes after ``://``."""

PLACES: Mapping[str, Maker] = {"file": folder.made}


class NoSuchPlace(ValueError):
    """An address whose scheme nobody serves."""


def opened(address: str) -> Files:
    """Open the place at an address; one without a scheme is a folder. Raises ``NoSuchPlace``."""
    scheme, mark, rest = address.partition("://")
    if not mark:
        return folder.made(address)
    if scheme in PLACES:
        return PLACES[scheme](rest)
    for entry in entry_points(group="ringup.files", name=scheme):
        made: Files = entry.load()(rest)
        return made
    raise NoSuchPlace(f"nothing keeps files at {scheme}://")
