"""How a gateway is made, and what it may know of the place where it runs."""

from collections.abc import Callable
from typing import TypeAlias

from ringup.services.ports.gateway import Gateway
from ringup.services.surroundings import Surroundings

__all__ = ["Maker", "Surroundings"]

Maker: TypeAlias = Callable[[Surroundings], Gateway]
"""How every gateway is made: the function ``made`` of its file."""
