"""The same parameters in each form that the API reads: JSON, two kinds of form body, the query."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any
from urllib.parse import urlencode

Options = dict[str, Any]
"""What httpx is given beside method and address."""


def pairs_of(value: object, name: str = "") -> Iterator[tuple[str, str]]:
    """Nest by brackets, as forms and queries do; a list's elements are told by `[]`."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from pairs_of(inner, f"{name}[{key}]" if name else str(key))
    elif isinstance(value, list):
        for inner in value:
            yield from pairs_of(inner, f"{name}[]")
    else:
        yield name, "1" if value is True else str(value)


def as_json(body: object) -> Options:
    return {"json": body}


def as_form(body: object) -> Options:
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    return {"content": urlencode(list(pairs_of(body))), "headers": headers}


def as_multipart(body: object) -> Options:
    boundary = "between-the-parts"
    parts = "".join(
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in pairs_of(body)
    )
    headers = {"Content-Type": f"multipart/form-data; boundary={boundary}"}
    return {"content": f"{parts}--{boundary}--\r\n", "headers": headers}


def as_query(body: object) -> Options:
    return {"params": list(pairs_of(body))}


FORMS: Mapping[str, Callable[[object], Options]] = {
    "json": as_json,
    "form": as_form,
    "multipart": as_multipart,
    "query": as_query,
}
