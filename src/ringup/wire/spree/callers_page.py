"""The page of who may ask for what in the docs, written from the tables of the endpoints."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from itertools import groupby
from typing import Final

from ringup.wire.spree.operations import Operation, Who
from ringup.wire.spree.routes import OPERATIONS

CALLERS: Final[Mapping[str, str]] = {
    "admin": "the key of an admin",
    "owner": "the key of the user whose order, card or account it is",
    "token": "a guest with the order's token",
    "both": "the key of another user, and the order's token",
    "other": "the key of another user",
    "nobody": "no key and no token, or empty ones",
}
"""Everybody who may come along, and what they bring."""

MAY: Final[Mapping[Who, frozenset[str]]] = {
    "anyone": frozenset(CALLERS),
    "owner": frozenset({"admin", "owner", "token", "both"}),
    "key": frozenset({"admin", "owner", "both", "other"}),
    "key and token": frozenset({"owner", "both"}),
    "admin": frozenset({"admin"}),
}

_OF_A_USER = ("/users/{id}", "/users/{user_id}")

_HEAD = """# Who may ask for what

*Written from the tables of the endpoints; `python -m ringup.wire.spree.callers_page` writes it
anew. A test asks every endpoint as everybody.*

Paths are below `/api` and `/api/v1`; `/checkouts/{number}/…` is `/orders/{number}/…` by another
name. The number is the status of a request that has what it needs. 401 says that somebody else
might; an order that is not there, or another user's account, is 404.
"""


def may(operation: Operation, caller: str) -> bool:
    """Tell whether a caller is let in."""
    return caller in MAY[operation.who] and not _is_of_another(operation, caller)


def _is_of_another(operation: Operation, caller: str) -> bool:
    is_another = caller in {"both", "other"}
    return is_another and operation.who == "key" and operation.path.startswith(_OF_A_USER)


def expected(operation: Operation, caller: str) -> int:
    """Give the status of an answer to a caller whose request lacks nothing."""
    if _is_of_another(operation, caller):
        # Who else is a customer here is nobody's business.
        return HTTPStatus.NOT_FOUND
    return operation.statuses[0] if may(operation, caller) else HTTPStatus.UNAUTHORIZED


def page() -> str:
    """Write the whole page."""
    who = "\n".join(f"* **{caller}**: {brings}" for caller, brings in CALLERS.items())
    groups = groupby(sorted(OPERATIONS, key=_tag), key=_tag)
    return "\n".join((_HEAD, who, *(_section(tag, tuple(rows)) for tag, rows in groups)))


def _tag(operation: Operation) -> str:
    return operation.tag


def _section(tag: str, operations: Sequence[Operation]) -> str:
    head = f"| endpoint | {' | '.join(CALLERS)} |"
    rule = "|---" * (len(CALLERS) + 1) + "|"
    return "\n".join(("", f"## {tag}", "", head, rule, *map(_row, operations)))


def _row(operation: Operation) -> str:
    cells = " | ".join(str(int(expected(operation, caller))) for caller in CALLERS)
    return f"| `{operation.method} {operation.path}` | {cells} |"


if __name__ == "__main__":
    from pathlib import Path

    Path("docs/who-may.md").write_text(page() + "\n", encoding="utf-8")
