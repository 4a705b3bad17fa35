"""A request's body, read whole, and never more of it than an order could need."""

from starlette.types import Receive

from ringup.web.headers import Headers, header
from ringup.web.refusals import Malformed, TooLarge

LARGEST = 1_000_000
"""Bytes. An order of a thousand lines takes a tenth of it."""


async def whole_body(headers: Headers, receive: Receive, most: int = LARGEST) -> bytes:
    """Read the body; raises ``TooLarge`` without reading one that is announced as too large."""
    announced = header(headers, b"content-length")
    if announced.isascii() and announced.isdigit() and int(announced[:20]) > most:
        raise _too_large(most)
    message = await receive()
    first = _chunk(message)
    if not message.get("more_body"):
        return _within(first, most)
    return await _rest(first, receive, most)


async def _rest(first: bytes, receive: Receive, most: int) -> bytes:
    body = bytearray(first)
    more = True
    while more:
        message = await receive()
        body += _chunk(message)
        more = message.get("more_body", False)
        _within(body, most)
    return bytes(body)


def _chunk(message: dict[str, object] | object) -> bytes:
    if not isinstance(message, dict) or message["type"] == "http.disconnect":
        raise Malformed("The request ended before its body did.")
    chunk = message.get("body", b"")
    return chunk if isinstance(chunk, bytes) else b""


def _within(body: bytes | bytearray, most: int) -> bytes:
    if len(body) > most:
        raise _too_large(most)
    return bytes(body)


def _too_large(most: int) -> TooLarge:
    return TooLarge(f"The request body may have at most {most:,} bytes.")
