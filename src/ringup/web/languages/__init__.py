"""Says in the reader's language what the program says in English.

Each language is a file of translations beside this one (``de.po``), which any translator's editor
opens and ``make messages`` brings up to date. A text is looked up as it is read in the end: where
the program filled gaps, the file has ``{}`` for them (``{0}``, ``{1}`` where a language wants them
in another order). What has no translation stays English; machine words are never translated.
"""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib.resources import files
from typing import TypeAlias

from babel.messages.pofile import read_po

SPOKEN = frozenset({"de", "es", "fr", "ja", "pt"})

_GAP = re.compile(r"\{\}")
_MOST_REMEMBERED = 2048

Form: TypeAlias = tuple[re.Pattern[str], str]
"""What an English text with gaps looks like, and its translation."""


@lru_cache(maxsize=_MOST_REMEMBERED)
def translated(text: str, locale: str) -> str:
    """Give the text in the language of ``locale`` (``de``, ``pt_BR``), or as it is."""
    language = locale.partition("_")[0]
    if language not in SPOKEN:
        return text
    plain, forms = _language(language)
    return plain.get(text) or _filled(text, forms, plain) or text


def _filled(text: str, forms: Sequence[Form], plain: Mapping[str, str]) -> str:
    """Put what stands in the gaps of a text into the gaps of its translation."""
    for form, translation in forms:
        match = form.fullmatch(text)
        if match is not None:
            return translation.format(*(plain.get(value, value) for value in match.groups()))
    return ""


@lru_cache(maxsize=len(SPOKEN))
def _language(language: str) -> tuple[Mapping[str, str], Sequence[Form]]:
    """Read a file of translations; the more of a text is given, the sooner it is tried."""
    with files(__name__).joinpath(f"{language}.po").open("rb") as opened:
        catalog = read_po(opened, locale=language)
    found = {str(each.id): str(each.string) for each in catalog if each.id and each.string}
    plain = {text: said for text, said in found.items() if "{}" not in text}
    gapped = sorted(found.keys() - plain.keys(), key=len, reverse=True)
    return plain, [(_form(text), found[text]) for text in gapped]


def _form(text: str) -> re.Pattern[str]:
    return re.compile("(.*?)".join(map(re.escape, _GAP.split(text))), re.DOTALL)
