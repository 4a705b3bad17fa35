"""Which language to write in: what the client prefers among what Babel knows."""

from functools import lru_cache

from babel.core import UnknownLocaleError
from babel.localedata import exists

DEFAULT = "en"

_MOST_WISHES = 20


@lru_cache(maxsize=512)
def negotiated(accept_language: str, default: str = DEFAULT) -> str:
    """Give the first known of the header's languages by their weights, or ``default``.

    In Babel's spelling: ``de``, ``pt_BR``.
    """
    for wish in _wishes(accept_language):
        known = known_locale(wish)
        if known:
            return known
    return default


def known_locale(tag: str) -> str | None:
    """Give the closest locale that Babel knows (``de-AT-x`` is ``de_AT``), or ``None``."""
    parts = tag.replace("-", "_").split("_")
    for length in range(min(len(parts), 3), 0, -1):
        name = _spelled(parts[:length])
        if _exists(name):
            return name
    return None


def _wishes(header: str) -> list[str]:
    """Order the header's tags by weight; those of weight zero are left out."""
    weighed: list[tuple[float, str]] = []
    for item in header[:500].split(",")[:_MOST_WISHES]:
        tag, _, weight = item.partition(";")
        share = _weight(weight)
        if share > 0 and tag.strip() not in {"", "*"}:
            weighed.append((share, tag.strip()))
    return [tag for _, tag in sorted(weighed, key=_by_weight)]


def _by_weight(weighed: tuple[float, str]) -> float:
    return -weighed[0]


def _weight(text: str) -> float:
    value = text.strip().removeprefix("q=")
    if not text.strip():
        return 1.0
    try:
        return float(value) if len(value) <= 5 else 0.0  # noqa: PLR2004 - "0.123" at most
    except ValueError:
        return 0.0


def _spelled(parts: list[str]) -> str:
    """Spell language, script and territory as locale files do: ``zh_Hant_TW``."""
    language, *rest = parts
    return "_".join([language.lower(), *(_part(part) for part in rest)])


def _part(part: str) -> str:
    return part.title() if len(part) == 4 else part.upper()  # noqa: PLR2004 - a script has four letters


def _exists(name: str) -> bool:
    if not name.replace("_", "").isalnum() or not name.isascii():
        return False
    try:
        return exists(name)
    except (UnknownLocaleError, ValueError):
        return False
