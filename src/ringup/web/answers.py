"""What goes back to the client: a status, bytes and headers, sent in two ASGI messages."""

from collections.abc import Sequence
from typing import TypeAlias

import msgspec
from starlette.types import Send

Header: TypeAlias = tuple[bytes, bytes]

JSON = b"application/json; charset=utf-8"

_encoder = msgspec.json.Encoder()


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """One HTTP answer. ``headers`` are beyond content type and length; names in lower case."""

    status: int = 200
    body: bytes = b""
    content_type: bytes = JSON
    headers: Sequence[Header] = ()


def json_answer(value: object, status: int = 200, headers: Sequence[Header] = ()) -> Answer:
    """Write a value (Structs, dicts, lists, …) as JSON."""
    return Answer(status=status, body=_encoder.encode(value), headers=headers)


NO_CONTENT = Answer(status=204)


async def send_answer(answer: Answer, send: Send, *extra: Header) -> None:
    """Send the answer, with ``extra`` headers."""
    headers = [*answer.headers, *extra]
    if answer.status not in {204, 304}:
        headers += (
            (b"content-type", answer.content_type),
            (b"content-length", b"%d" % len(answer.body)),
        )
    await send({"type": "http.response.start", "status": answer.status, "headers": headers})
    await send({"type": "http.response.body", "body": answer.body})
