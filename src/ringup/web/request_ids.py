"""One name for a request in logs, in answers and at the client: its ``X-Request-Id``."""

import re
import secrets

_SANE = re.compile(rb"[A-Za-z0-9._-]{8,128}")


def request_id_of(given: bytes | None) -> str:
    """Take the client's own id if it is harmless (8 to 128 of ``A-Za-z0-9._-``), or make one."""
    if given is not None and _SANE.fullmatch(given):
        return given.decode("ascii")
    return secrets.token_hex(16)
