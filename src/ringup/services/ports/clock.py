"""What tells the time."""

from datetime import datetime
from typing import Protocol


class Clock(Protocol):
    """Tells the time, so that tests can."""

    def __call__(self) -> datetime:
        """Give the present, aware and in UTC."""
        ...
