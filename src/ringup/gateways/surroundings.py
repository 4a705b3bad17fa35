"""What a gateway may know of the place where it runs."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeAlias

import msgspec

from ringup.services.ports import Gateway


class Surroundings(msgspec.Struct, frozen=True, kw_only=True):
    """``folder`` is where a gateway may keep files; ``environment`` holds its keys and secrets."""

    folder: Path = Path()
    environment: Mapping[str, str] = {}


Maker: TypeAlias = Callable[[Surroundings], Gateway]
"""How every gateway is made: the function ``made`` of its file."""
