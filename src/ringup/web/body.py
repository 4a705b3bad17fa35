"""A request's body, read whole, and never more of it than an order could need."""

from collections.abc import Iterable

from starlette.types import Receive

from ringup.web.refusals import Malformed, TooLarge

LARGEST = 1_000_000
"""Bytes. An order of a thousand lines takes a tenth of it."""


def header(headers: Iterable[tuple[bytes, bytes]], name: bytes) -> str:
    """Give the first header of that (lower case) name, or an empty text."""
    return next((value.decode("latin-1") for key, value in headers if key == name), "")


async def whole_body(headers: Iterable[tuple[bytes, bytes]], receive: Receive) -> bytes:
    """Read the body; raises ``TooLarge`` without reading one that is announced as too large."""
    announced = header(headers, b"content-length")
    if announced.isascii() and announced.isdigit() and int(announced[:20]) > LARGEST:
        raise _too_large()
    message = await receive()
    first = _chunk(message)
    if not message.get("more_body"):
        return _within(first)
    return await _rest(first, receive)


async def _rest(first: bytes, receive: Receive) -> bytes:
    body = bytearray(first)
    more = True
    while more:
        message = await receive()
        body += _chunk(message)
        more = message.get("more_body", False)
        _within(body)
    return bytes(body)


def _chunk(message: dict[str, object] | object) -> bytes:
    if not isinstance(message, dict) or message["type"] == "http.disconnect":
        raise Malformed("The request ended before its body did.")
    chunk = message.get("body", b"")
    return chunk if isinstance(chunk, bytes) else b""


def _within(body: bytes | bytearray) -> bytes:
    if len(body) > LARGEST:
        raise _too_large()
    return bytes(body)


def _too_large() -> TooLarge:
    return TooLarge(f"The request body may have at most {LARGEST:,} bytes.")
