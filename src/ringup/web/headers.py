"""A request's headers by their names, each once: several parts of the program look for several."""

from collections.abc import Mapping, Sequence
from typing import TypeAlias

Headers: TypeAlias = Mapping[bytes, bytes]
"""By lower case name."""


def headers_by_name(headers: Sequence[tuple[bytes, bytes]]) -> Headers:
    """Take ASGI's pairs; of several of one name the first counts."""
    return dict(reversed(headers))


def header(headers: Headers, name: bytes) -> str:
    """Give the header of that (lower case) name, or an empty text."""
    value = headers.get(name)
    return "" if value is None else value.decode("latin-1")
