r"""Cells that hold several things: ``Size: S; Color: Red``. What does not separate has a ``\``."""

import re

_TOKEN = re.compile(r"\\[\\;:>]|.", re.DOTALL)
_MARKED = re.compile(r"\\([\\;:>])")


def parts(text: str, separator: str) -> list[str]:
    """Divide a text where the separator stands for itself; what is marked stays so."""
    found = [""]
    for token in _TOKEN.findall(text):
        if token == separator:
            found.append("")
        else:
            found[-1] += token
    return found


def bare(part: str) -> str:
    """Give what a part says, without marks and blanks around it."""
    return _MARKED.sub(r"\1", part.strip())


def marked(text: str, separators: str) -> str:
    """Mark what would separate, or be taken for a mark."""
    return re.sub(rf"([\\{separators}])", r"\\\1", text)
