"""What HTTP itself refuses, before anybody asks what the request means.

::

    HttpRefusal
    ├ Malformed              400, the parameters cannot be read
    ├ TooLarge               413, the body is larger than anything an order needs
    ├ UnsupportedMediaType   415, the body is in no form that is read here
    ├ NoSuchPath             404, nothing is served there
    ├ WrongMethod            405, something is, but not by this method
    └ TooManyRequests        429, so often is more than anybody needs
"""

import math
from typing import ClassVar, Self

from ringup.domain.problems import Refusal


class HttpRefusal(Refusal):
    """A request that is refused for its form. The text is for people."""

    status: ClassVar[int] = 400


class Malformed(HttpRefusal):
    """The query or the body cannot be read."""

    code = "malformed"


class TooLarge(HttpRefusal):
    """The body is larger than ``body.LARGEST`` bytes."""

    status = 413
    code = "too_large"


class UnsupportedMediaType(HttpRefusal):
    """The body is in no form that is read here."""

    status = 415
    code = "unsupported_media_type"


class NoSuchPath(HttpRefusal):
    """Nothing is served at the path."""

    status = 404
    code = "not_found"


class WrongMethod(HttpRefusal):
    """The path is served, but not by this method; ``allowed`` are those that are."""

    status = 405
    code = "method_not_allowed"

    def __init__(self, allowed: tuple[str, ...]) -> None:
        """Take the methods that the path is served by."""
        super().__init__(f"This path answers {', '.join(allowed)} only.")
        self.allowed = allowed


class TooManyRequests(HttpRefusal):
    """A limit is reached; ``retry_after`` is when it opens again, in seconds from now."""

    status = 429
    code = "too_many_requests"

    def __init__(self, retry_after: int) -> None:
        """Take the whole seconds after which a repeat makes sense, at least one."""
        super().__init__(f"too many requests; try again in {retry_after} s")
        self.retry_after = retry_after

    @classmethod
    def until(cls, seconds: float) -> Self:
        """Refuse for so many seconds, rounded up to whole ones."""
        return cls(max(1, math.ceil(seconds)))
