"""One kept-alive HTTP/1.1 connection, lean enough not to measure itself.

A request goes out as bytes made beforehand; the time is taken from its first byte to the last
byte of the answer.
"""

import asyncio
import ssl
import time
from typing import Self, cast
from urllib.parse import urlsplit

import httptools
import msgspec

ANSWER_SECONDS = 60.0


class Answer(msgspec.Struct, frozen=True):
    """What came back, and how many nanoseconds it took."""

    status: int
    body: bytes
    nanoseconds: int
    cookies: tuple[bytes, ...] = ()


class HungUp(ConnectionError):
    """The server closed the connection instead of answering."""


class Address(msgspec.Struct, frozen=True):
    """Where a server listens."""

    host: str
    port: int
    secure: bool = False
    prefix: str = ""

    @classmethod
    def of(cls, url: str) -> Self:
        """Read ``http://host:port/prefix``; raises ``ValueError`` for what is no such thing."""
        parts = urlsplit(url if "://" in url else f"http://{url}")
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise ValueError(f"not the address of a server: {url}")
        secure = parts.scheme == "https"
        port = parts.port or (443 if secure else 80)
        return cls(parts.hostname, port, secure, parts.path.rstrip("/"))

    def request(
        self, method: str, path: str, body: object = None, headers: dict[str, str] | None = None
    ) -> bytes:
        """Write a request; ``body`` is sent as JSON, a string in it as it stands."""
        content = b"" if body is None else _json(body)
        lines = {
            "Host": f"{self.host}:{self.port}",
            "Accept": "application/json",
            **({} if body is None else {"Content-Type": "application/json"}),
            **({} if method == "GET" else {"Content-Length": str(len(content))}),
            **(headers or {}),
        }
        head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
        return f"{method} {self.prefix}{path} HTTP/1.1\r\n{head}\r\n".encode() + content


class Connection:
    """Asks one request at a time; opens itself, and again when the server has let go of it."""

    def __init__(self, address: Address) -> None:
        """Take the address; nothing is opened yet."""
        self._address = address
        self._line: _Line | None = None

    async def ask(self, request: bytes) -> Answer:
        """Send a request and wait for its answer. Raises ``HungUp``, ``TimeoutError``."""
        if self._line is None or self._line.is_closed:
            self._line = await self._opened()
        return await self._line.ask(request)

    def close(self) -> None:
        """Let go of the connection."""
        if self._line is not None:
            self._line.close()

    async def _opened(self) -> "_Line":
        loop = asyncio.get_running_loop()
        secure = ssl.create_default_context() if self._address.secure else None
        _, line = await loop.create_connection(
            _Line, self._address.host, self._address.port, ssl=secure
        )
        return line


class _Line(asyncio.Protocol):
    """The wire itself."""

    def __init__(self) -> None:
        self._parser = httptools.HttpResponseParser(self)
        self._transport: asyncio.Transport | None = None
        self._waiting: asyncio.Future[Answer] | None = None
        self._body: list[bytes] = []
        self._cookies: list[bytes] = []
        self._sent_at = 0
        self._keep_alive = True

    @property
    def is_closed(self) -> bool:
        """Whether the next request needs another connection."""
        return self._transport is None or self._transport.is_closing()

    async def ask(self, request: bytes) -> Answer:
        """Send and wait."""
        assert self._transport is not None  # noqa: S101 - asked only while open
        loop = asyncio.get_running_loop()
        self._waiting = loop.create_future()
        late = loop.call_later(ANSWER_SECONDS, self._give_up)
        self._sent_at = time.perf_counter_ns()
        self._transport.write(request)
        try:
            return await self._waiting
        finally:
            late.cancel()

    def close(self) -> None:
        """Hang up."""
        if self._transport is not None:
            self._transport.close()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # uvloop's own transports are none of asyncio's classes.
        self._transport = cast("asyncio.Transport", transport)

    def connection_lost(self, error: Exception | None) -> None:
        self._transport = None
        self._fail(HungUp(str(error or "the server hung up")))

    def data_received(self, data: bytes) -> None:
        try:
            self._parser.feed_data(data)
        except httptools.HttpParserError as error:
            self._fail(HungUp(f"no HTTP: {error}"))
            self.close()

    def on_message_begin(self) -> None:
        self._body.clear()
        self._cookies.clear()

    def on_header(self, name: bytes, value: bytes) -> None:
        if name.lower() == b"set-cookie":
            self._cookies.append(value.partition(b";")[0])

    def on_body(self, part: bytes) -> None:
        self._body.append(part)

    def on_message_complete(self) -> None:
        taken = time.perf_counter_ns() - self._sent_at
        if self._waiting is not None and not self._waiting.done():
            status = self._parser.get_status_code()
            body = b"".join(self._body)
            self._waiting.set_result(Answer(status, body, taken, tuple(self._cookies)))
        if not self._parser.should_keep_alive():
            self.close()

    def _give_up(self) -> None:
        self._fail(TimeoutError(f"no answer within {ANSWER_SECONDS:.0f} seconds"))
        self.close()

    def _fail(self, error: Exception) -> None:
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_exception(error)


def _json(body: object) -> bytes:
    return body.encode() if isinstance(body, str) else msgspec.json.encode(body)
