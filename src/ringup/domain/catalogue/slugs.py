"""Names as addresses have them: ``Enamel Mug, 300 ml`` is ``enamel-mug-300-ml``."""

import re
import unicodedata
from collections.abc import Container

LONGEST = 200
"""How many characters a slug may have."""

_BETWEEN_WORDS = re.compile(r"[\W_]+")


def slug_of(name: str, otherwise: str = "") -> str:
    """Make a slug of a name: small letters and digits of any script, with ``-`` between words.

    Accents are left out. ``otherwise`` is the slug of a name without any letter or digit.
    """
    parts = unicodedata.normalize("NFKD", name.replace("'", "").replace("’", "")).casefold()
    bare = "".join(part for part in parts if not unicodedata.combining(part))
    words = _BETWEEN_WORDS.sub("-", unicodedata.normalize("NFC", bare))
    return words[:LONGEST].strip("-") or otherwise


def unique(slug: str, taken: Container[str]) -> str:
    """Number a slug that is taken: ``lamp-2``, ``lamp-3``, …."""
    number, free = 1, slug
    while free in taken:
        number += 1
        free = f"{slug}-{number}"
    return free
