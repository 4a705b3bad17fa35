"""What every verb is given: the desk it works at, and who asks for what."""

from collections.abc import Mapping
from datetime import datetime, timedelta

import msgspec

from ringup.domain.facts import Facts
from ringup.domain.order import Order
from ringup.domain.problems import Problem
from ringup.services.once import Once
from ringup.services.pictures import NoPictures, Pictures
from ringup.services.ports.caller import Caller
from ringup.services.ports.clock import Clock
from ringup.services.ports.gateway import Gateway
from ringup.services.ports.store import Store
from ringup.services.shelves import EmptyShelves, Shelves
from ringup.services.which_store import ANY_STORE, StoreWish


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """How this shop wants its verbs to behave."""

    require_api_key: bool = False
    """Whether creating a checkout needs an API key."""
    hold_for: timedelta = timedelta(minutes=15)
    """How long stock is kept for a buyer who has come to ``payment``; renewed by activity."""
    low_stock: int = 0
    """When a sale leaves so many of a variant in a place, or fewer, the log says so."""
    abandoned_after: timedelta | None = None
    """How long nobody touches a cart until its log says that it was left; never if ``None``."""
    wait_for_placing: timedelta = timedelta(seconds=12)
    """How long a second completing request waits for the first one's outcome."""


class Desk(msgspec.Struct, frozen=True, kw_only=True):
    """Where the verbs work: the store, the gateways by name, the clock, shelves and pictures."""

    store: Store
    gateways: Mapping[str, Gateway]
    clock: Clock
    settings: Settings = Settings()
    shelves: Shelves = EmptyShelves()
    """Where lists are read from."""
    pictures: Pictures = NoPictures()
    """Who keeps pictures."""


class Asking(msgspec.Struct, frozen=True, kw_only=True):
    """One request's credentials and conditions, as ``web`` found them.

    ``api_key`` is the key as presented (``None``: none was; an empty one is none).
    ``order_token`` likewise. ``if_match`` are the versions that will do (``None``: any). ``once``
    is set for a request with an idempotency key.
    """

    api_key: str | None = None
    order_token: str | None = None
    if_match: frozenset[int] | None = None
    locale: str | None = None
    store: StoreWish = ANY_STORE
    request_id: str = ""
    once: Once | None = None

    def __repr__(self) -> str:
        """Show no secret, wherever it may be printed."""
        return f"Asking(request_id={self.request_id!r})"


class OrderView(msgspec.Struct, frozen=True, kw_only=True):
    """An order as a verb leaves it, with the facts to write it down.

    ``token`` is the order's token in the clear, for the answer that creates the order and for
    whoever presented it. ``problems`` say why ``advance`` stopped. ``at`` is the present.
    """

    order: Order
    facts: Facts
    caller: Caller
    token: str | None = None
    problems: tuple[Problem, ...] = ()

    @property
    def at(self) -> datetime:
        """The moment the facts were fetched."""
        return self.facts.now
