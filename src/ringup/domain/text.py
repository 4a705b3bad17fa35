"""Text as people type it: without the blanks around it, and fit to be kept."""

import re

LONGEST = 255
"""How many characters a short text (a name, a street) may have."""

LONGEST_EMAIL = 254
"""RFC 5321 leaves no room for more (errata 1690)."""

# What a browser's own email field lets pass (WHATWG HTML), and letters of every script beside.
# Whether mail arrives there only mail can tell.
_LABEL = r"[^\W_](?:(?:[^\W_]|-){0,61}[^\W_])?"
_EMAIL = re.compile(rf"[^\s@<>()\[\]\\,;:\"\x00-\x20\x7f]{{1,64}}@{_LABEL}(?:\.{_LABEL})*")

# PostgreSQL keeps no NUL, and half a surrogate pair is no character in any encoding.
_UNFIT = re.compile("[\x00\ud800-\udfff]")


def trimmed(text: str | None) -> str | None:
    """Take the blanks around a text away; ``None`` if nothing is left."""
    return (text or "").strip() or None


def can_be_kept(text: str) -> bool:
    """Tell whether every database can hold the text."""
    return _UNFIT.search(text) is None


def looks_like_email(text: str) -> bool:
    """Tell whether a mail address may be one."""
    return len(text) <= LONGEST_EMAIL and _EMAIL.fullmatch(text) is not None
