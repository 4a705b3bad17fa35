"""A body is read whole, and never more of it than an order could need."""

import pytest

from ringup.web.body import LARGEST, whole_body
from ringup.web.refusals import Malformed, TooLarge


class Sender:
    """Sends a body in chunks, and counts what was asked for."""

    def __init__(self, *chunks: bytes, hangs_up: bool = False) -> None:
        self.chunks = list(chunks)
        self.asked = 0
        self.hangs_up = hangs_up

    async def __call__(self):
        self.asked += 1
        if not self.chunks and self.hangs_up:
            return {"type": "http.disconnect"}
        chunk = self.chunks.pop(0) if self.chunks else b""
        more = bool(self.chunks) or self.hangs_up
        return {"type": "http.request", "body": chunk, "more_body": more}


async def test_chunks_are_joined():
    assert await whole_body({}, Sender(b"ab", b"", b"cd")) == b"abcd"


async def test_no_body_is_empty():
    assert await whole_body({}, Sender()) == b""


async def test_a_body_announced_as_too_large_is_never_read():
    sender = Sender(b"x" * 10)
    with pytest.raises(TooLarge):
        await whole_body({b"content-length": b"12000000"}, sender)
    assert sender.asked == 0


async def test_a_body_that_grows_too_large_is_read_no_further():
    sender = Sender(*[b"x" * 64_000] * 200)
    with pytest.raises(TooLarge):
        await whole_body({}, sender)
    assert sender.asked == LARGEST // 64_000 + 1


async def test_the_largest_body_is_still_read():
    assert len(await whole_body({}, Sender(b"x" * LARGEST))) == LARGEST


async def test_a_client_that_hangs_up_in_mid_body_gets_a_refusal():
    with pytest.raises(Malformed):
        await whole_body({}, Sender(b"ab", hangs_up=True))


@pytest.mark.parametrize("length", [b"-1", b"abc", b"", "٣".encode()])
async def test_a_senseless_length_is_not_believed(length):
    assert await whole_body({b"content-length": length}, Sender(b"ab")) == b"ab"


async def test_a_length_of_thousands_of_digits_is_too_large():
    with pytest.raises(TooLarge):
        await whole_body({b"content-length": b"9" * 5000}, Sender(b"ab"))
