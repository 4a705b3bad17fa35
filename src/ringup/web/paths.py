"""Finds what is served at a path, in time that does not grow with the number of paths.

A path is literal segments and ``{names}``: ``/orders/{number}/payments/{id}``. A literal segment
goes before a name. A trailing ``.json`` and a trailing slash change nothing.
"""

from collections.abc import Mapping
from typing import Generic, TypeVar

T = TypeVar("T")


class _Place(Generic[T]):
    """One segment on the way; what is served where the path ends here, by method."""

    __slots__ = ("any", "literal", "served")

    def __init__(self) -> None:
        self.literal: dict[str, _Place[T]] = {}
        self.any: _Place[T] | None = None
        self.served: dict[str, tuple[T, tuple[str, ...]]] = {}


class Found(Generic[T]):
    """What is served at a path by each method, and the values of the path's names."""

    __slots__ = ("_served", "_values")

    def __init__(
        self, served: Mapping[str, tuple[T, tuple[str, ...]]], values: tuple[str, ...]
    ) -> None:
        """Take what the table found."""
        self._served = served
        self._values = values

    @property
    def methods(self) -> tuple[str, ...]:
        """The methods that the path is served by."""
        return tuple(self._served)

    def by(self, method: str) -> tuple[T, dict[str, str]] | None:
        """Give what is served by the method, with the values of its names."""
        served = self._served.get(method)
        if served is None:
            return None
        target, names = served
        return target, dict(zip(names, self._values, strict=True))


class PathTable(Generic[T]):
    """Paths and what is served there."""

    def __init__(self) -> None:
        """Begin with no path."""
        self._root: _Place[T] = _Place()

    def add(self, method: str, path: str, target: T) -> None:
        """Serve ``target`` at the path; raises ``ValueError`` if something already is."""
        place, names = self._root, []
        for segment in _segments(path):
            if segment.startswith("{"):
                names.append(segment[1:-1])
                place.any = place = place.any or _Place()
            else:
                place = place.literal.setdefault(segment, _Place())
        if method in place.served:
            raise ValueError(f"{method} {path} is served twice")
        place.served[method] = (target, tuple(names))

    def find(self, path: str) -> Found[T] | None:
        """Find what is served at the path; ``None`` for nothing by any method."""
        place: _Place[T] = self._root
        values: list[str] = []
        for segment in _segments(path.removesuffix(".json")):
            literal = place.literal.get(segment)
            if literal is not None:
                place = literal
            elif place.any is not None and segment:
                place = place.any
                values.append(segment)
            else:
                return None
        return Found(place.served, tuple(values)) if place.served else None


def _segments(path: str) -> list[str]:
    return path.strip("/").split("/")
