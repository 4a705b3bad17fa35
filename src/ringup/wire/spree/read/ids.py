"""Ids in paths. What cannot be an id is an id that nothing has."""

from ringup.domain.problems import NotFound

_MOST_DIGITS = 19
_LARGEST = 2**63 - 1


def path_id(text: str, letters: str = "") -> int:
    """Read an id, or a number that is its ``letters`` and the id; raises ``NotFound``."""
    digits = text.upper().removeprefix(letters)
    if digits.isascii() and digits.isdigit() and len(digits) <= _MOST_DIGITS:
        value = int(digits)
        if value <= _LARGEST:
            return value
    raise NotFound
