"""What a gateway or another plug-in may know of the place where it runs."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec


class Surroundings(msgspec.Struct, frozen=True, kw_only=True):
    """``folder`` is where a plug-in may keep files; ``environment`` holds its keys and secrets.

    ``settings`` is its own table of ``ringup.toml``: ``[plugins.NAME]``.
    """

    folder: Path = Path()
    environment: Mapping[str, str] = {}
    settings: Mapping[str, Any] = {}
