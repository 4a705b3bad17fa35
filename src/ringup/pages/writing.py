"""How texts, JSON and commands are set on a page; everything is escaped."""

import re
from shlex import quote

import msgspec
from markupsafe import Markup, escape

from ringup.pages.reading import Endpoint

_TOKENS = re.compile(
    r'(?P<key>"(?:[^"\\]|\\.)*")(?=\s*:)|(?P<text>"(?:[^"\\]|\\.)*")'
    r"|(?P<number>-?\d[\d.eE+-]*)|(?P<word>true|false|null)"
)


def prose(text: str) -> Markup:
    """Set a description: blank lines part paragraphs, backticks hold code."""
    paragraphs = [part.strip() for part in re.split(r"\n\s*\n", text) if part.strip()]
    return Markup("").join(Markup("<p>{}</p>").format(inline(part)) for part in paragraphs)


def inline(text: str) -> Markup:
    """Set a line in which backticks (one or two) hold code."""
    parts = re.split(r"``?([^`]+)``?", text)
    return Markup("").join(
        Markup("<code>{}</code>").format(part) if index % 2 else escape(part)
        for index, part in enumerate(parts)
    )


def json_text(value: object) -> str:
    """Write JSON with two spaces of indent."""
    return msgspec.json.format(msgspec.json.encode(value), indent=2).decode()


def json_markup(value: object) -> Markup:
    """Write JSON with its keys, texts, numbers and words marked for the style sheet."""
    text = json_text(value)
    pieces: list[Markup] = []
    end = 0
    for token in _TOKENS.finditer(text):
        pieces += (
            escape(text[end : token.start()]),
            Markup('<span class="{}">{}</span>').format(token.lastgroup, token[0]),
        )
        end = token.end()
    return Markup("").join([*pieces, escape(text[end:])])


def curl(endpoint: Endpoint, server: str, body: object = None) -> str:
    """Write the request as a line for a shell. ``server`` is its address, with ``/api``."""
    parts = ["curl" if endpoint.method == "GET" else f"curl -X {endpoint.method}"]
    parts.append(quote(f"{server}{endpoint.address}"))
    # In double quotes, for the shell to put the secrets in.
    parts += (f'-H "{each}"' for each in endpoint.credentials)
    if body is not None:
        parts.append("-H 'Content-Type: application/json'")
        parts.append(f"-d {quote(json_text(body))}")
    return " \\\n  ".join(parts)


def path_parts(path: str) -> list[str]:
    """Take a path apart, its ``{names}`` by themselves."""
    return [part for part in re.split(r"({\w+}|/)", path) if part]
