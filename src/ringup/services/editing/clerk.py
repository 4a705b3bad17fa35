"""The port by which forms are filed: what the verbs of the editing admin need of the database."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, Protocol, TypeAlias, TypeVar

from ringup.domain.facts import Shop
from ringup.services.editing.forms import Form
from ringup.services.ports.store import Transaction
from ringup.services.searching import Single

T = TypeVar("T")


class Clerk(Protocol):
    """Files forms, all in one transaction. The kinds are those of ``editing.table``."""

    @property
    def transaction(self) -> Transaction:
        """The transaction that all this is done in."""
        ...

    async def take_turn(self) -> None:
        """Wait for everyone else who edits the store."""
        ...

    async def shop(self) -> Shop:
        """Give the shop as it stands in this transaction."""
        ...

    async def find(self, kind: type[T], single: Single) -> T | None:
        """Read one thing, as ``Shelves.find`` does."""
        ...

    async def form_of(self, kind: type, id_: int) -> Form:
        """Read a thing as the form that would make it."""
        ...

    async def absent(self, kind: type, ids: Sequence[int]) -> frozenset[int]:
        """Tell which of the ids are nothing's."""
        ...

    async def named(self, kind: type, names: Sequence[str]) -> Mapping[str, int]:
        """Give the ids of those of the names that things have, without regard to case."""
        ...

    async def is_taken(self, kind: type, values: Mapping[str, Any], but_for: int | None) -> bool:
        """Tell whether another thing than ``but_for`` has all these values."""
        ...

    async def add(self, kind: type, form: Form) -> int:
        """File a new thing, and give its id."""
        ...

    async def change(self, kind: type, id_: int, before: Form, after: Form) -> None:
        """File what differs."""
        ...

    async def take_from_others(
        self, kind: type, id_: int, flag: str, alike: Mapping[str, Any]
    ) -> None:
        """Let nothing else with these values have a flag."""
        ...

    async def uses(self, kind: type, id_: int) -> Sequence[str]:
        """Name the sorts of things that could not be without this one."""
        ...

    async def remove(self, kind: type, id_: int) -> None:
        """Take a thing away; it is only marked where orders may speak of it."""
        ...

    async def move_product(self, taxon_id: int, product_id: int, position: int) -> bool:
        """Put a product behind so many others of a taxon; tell whether it is one of them."""
        ...


Work: TypeAlias = Callable[[Clerk], Awaitable[T]]
"""What is done in one transaction; it may be done again, like all such work."""
