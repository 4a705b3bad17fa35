"""Finds what installed packages bring along, and says plainly which of it is broken."""

from collections.abc import Collection, Iterator, Mapping
from importlib.metadata import EntryPoint, entry_points
from typing import Any

import msgspec

from ringup.config import NotConfigured
from ringup.plugins.kinds import KINDS, Kind


class BrokenPlugin(NotConfigured):
    """A package that cannot be used: which, what is wrong, and what to do."""


class Plugin(msgspec.Struct, frozen=True, kw_only=True):
    """Something a package brings along: the class or function that its entry point names."""

    kind: Kind
    name: str
    entry: EntryPoint
    value: Any

    def broken(self, why: str) -> BrokenPlugin:
        """Say what is wrong with it."""
        return broken(self.kind, self.entry, why)


def found(off: Collection[str] = ()) -> Mapping[str, Mapping[str, Plugin]]:
    """Load every plug-in that is not switched off, by the group of its kind and by its name.

    Raises ``BrokenPlugin`` for the first that cannot be loaded, does not fit its kind, or is called
    like another.
    """
    everything = entry_points()
    groups: dict[str, dict[str, Plugin]] = {}
    for kind in KINDS.values():
        by_name = groups.setdefault(kind.group, {})
        for entry in _switched_on(everything.select(group=kind.group), off):
            if other := by_name.get(entry.name):
                raise broken(kind, entry, f"{package_of(other.entry)} brings one of that name, too")
            by_name[entry.name] = _loaded(kind, entry)
    return groups


def broken(kind: Kind, entry: EntryPoint, why: str) -> BrokenPlugin:
    """Say which package brings what, what is wrong with it, and what to do."""
    return BrokenPlugin(
        f"the {kind.called} {entry.name!r} ({entry.value}) of the package {package_of(entry)}"
        f" cannot be used: {why}. Mend or uninstall the package, or switch it off in ringup.toml:"
        f' plugins_off = ["{entry.name}"]'
    )


def package_of(entry: EntryPoint) -> str:
    """Name the package and its version."""
    return f"{entry.dist.name} {entry.dist.version}" if entry.dist else "(unknown)"


def _switched_on(entries: Collection[EntryPoint], off: Collection[str]) -> Iterator[EntryPoint]:
    for entry in sorted(entries, key=lambda entry: (entry.name, package_of(entry))):
        if entry.name not in off and not (entry.dist and entry.dist.name in off):
            yield entry


def _loaded(kind: Kind, entry: EntryPoint) -> Plugin:
    try:
        value = entry.load()
    except Exception as error:
        why = f"to import it raises {type(error).__name__}: {error}"
        raise broken(kind, entry, why) from error
    if why := kind.fault(value):
        raise broken(kind, entry, why)
    return Plugin(kind=kind, name=entry.name, entry=entry, value=value)
