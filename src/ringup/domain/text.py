"""Text as people type it: without the blanks around it, and fit to be kept."""

import re

LONGEST = 255
"""How many characters a short text (a name, a street) may have."""

# PostgreSQL keeps no NUL, and half a surrogate pair is no character in any encoding.
_UNFIT = re.compile("[\x00\ud800-\udfff]")


def trimmed(text: str | None) -> str | None:
    """Take the blanks around a text away; ``None`` if nothing is left."""
    return (text or "").strip() or None


def can_be_kept(text: str) -> bool:
    """Tell whether every database can hold the text."""
    return _UNFIT.search(text) is None
