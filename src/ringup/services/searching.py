"""How a list is asked for: which page of it, in which order, and what its rows must be like.

Nothing here knows a wire format or a database: a wire format reads its own spelling into these
records, and persistence turns them into a statement. ``Searchable`` says, for each kind of thing,
by what it may be searched and sorted; nothing else ever reaches a statement.
"""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Generic, Literal, TypeAlias, TypeVar

import msgspec

T = TypeVar("T")

Kind: TypeAlias = Literal["text", "whole", "money", "moment", "flag"]
"""What an attribute holds. ``money`` is asked for as a decimal, whatever the row's currency."""

Predicate: TypeAlias = Literal[
    "equal",
    "among",
    "present",
    "contains",
    "starts",
    "ends",
    "over",
    "at_least",
    "under",
    "at_most",
]
"""How an attribute is compared; ``contains``, ``starts``, ``ends`` without regard to case.

``present`` takes no value: neither absent nor, for a text, blank. ``equal`` to ``None`` is absent.
"""

Scalar: TypeAlias = str | int | Decimal | bool | datetime
Value: TypeAlias = Scalar | tuple[Scalar, ...] | None


class Path(msgspec.Struct, frozen=True):
    """An attribute of the thing itself, or of what it is associated with (at most one level)."""

    attribute: str
    association: str | None = None

    @property
    def name(self) -> str:
        """The attribute as a client writes it: ``email``, ``user_email``."""
        return f"{self.association}_{self.attribute}" if self.association else self.attribute


class Condition(msgspec.Struct, frozen=True, kw_only=True):
    """What must hold for any (or all) of the attributes; ``negated`` turns each one around.

    A condition on an association of many holds when one of them fits, its negation when none does.
    """

    paths: tuple[Path, ...]
    predicate: Predicate
    value: Value = None
    negated: bool = False
    join: Literal["any", "all"] = "any"

    @property
    def values(self) -> tuple[Scalar, ...]:
        """What the attributes are, or one of which they are; none for any other predicate."""
        if self.predicate not in {"among", "equal"} or self.value is None:
            return ()
        return self.value if isinstance(self.value, tuple) else (self.value,)


class Sort(msgspec.Struct, frozen=True):
    """By which attribute rows are put in order; what is absent comes last, and first backwards."""

    path: Path
    descending: bool = False


class Search(msgspec.Struct, frozen=True, kw_only=True):
    """All conditions must hold."""

    conditions: tuple[Condition, ...] = ()
    sorts: tuple[Sort, ...] = ()


class Association(msgspec.Struct, frozen=True, kw_only=True):
    """The attributes of an associated thing. ``many``: there may be more than one of them."""

    attributes: Mapping[str, Kind]
    many: bool = False


class Searchable(msgspec.Struct, frozen=True, kw_only=True):
    """By what a kind of thing may be searched; it may be sorted by all but ``many``, if at all."""

    attributes: Mapping[str, Kind]
    associations: Mapping[str, Association] = {}
    sorted_by_wish: bool = True

    def kind_of(self, path: Path) -> Kind:
        """Tell what the attribute holds; ``KeyError`` if it is not declared."""
        if path.association is None:
            return self.attributes[path.attribute]
        return self.associations[path.association].attributes[path.attribute]

    def path(self, name: str) -> Path | None:
        """Find the attribute a client means by ``email`` or ``user_email``."""
        if name in self.attributes:
            return Path(name)
        return next((path for path in self.paths() if path.name == name), None)

    def paths(self) -> tuple[Path, ...]:
        """Give every attribute, its own first."""
        own = (Path(attribute) for attribute in self.attributes)
        others = (
            Path(attribute, name)
            for name, association in self.associations.items()
            for attribute in association.attributes
        )
        return (*own, *others)

    def can_sort_by(self, path: Path) -> bool:
        """Whether rows have one value of it, at most, and no order of their own."""
        if not self.sorted_by_wish:
            return False
        return path.association is None or not self.associations[path.association].many


class Listing(msgspec.Struct, frozen=True, kw_only=True):
    """Which page of what. ``page`` counts from 1.

    ``within`` keeps to one owner's rows (``{"country_id": 7}``); its names are the program's own
    and never a client's. ``ids`` keeps to those, and ``currency`` is the one prices are shown in.
    ``public_at`` keeps to what everyone may see at that moment, ``store_id`` to what a store has,
    where stores differ.
    """

    page: int = 1
    per_page: int = 25
    search: Search = Search()
    within: Mapping[str, int] = {}
    ids: tuple[int, ...] | None = None
    currency: str | None = None
    public_at: datetime | None = None
    store_id: int | None = None

    @property
    def offset(self) -> int:
        """How many rows come before this page."""
        return (self.page - 1) * self.per_page


class Single(msgspec.Struct, frozen=True, kw_only=True):
    """Which one: ``key`` is its id (or number, slug or code); the rest as for a ``Listing``."""

    key: str
    within: Mapping[str, int] = {}
    currency: str | None = None
    public_at: datetime | None = None
    store_id: int | None = None


class Page(msgspec.Struct, Generic[T], frozen=True, kw_only=True):
    """The rows of one page, and how many there are in all.

    Unless ``is_exact`` there are at least ``total_count``: to count on would take too long.
    """

    rows: tuple[T, ...]
    total_count: int
    is_exact: bool = True
    page: int
    per_page: int
