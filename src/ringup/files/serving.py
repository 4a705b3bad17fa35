"""Gives kept files to whoever asks: they never change, so that everybody may keep them, too."""

from collections.abc import Sequence

from starlette.types import Scope, Send

from ringup.domain.problems import NotFound
from ringup.files.folder import SERVED_AT
from ringup.services.pictures import Pictures
from ringup.web.answers import Answer, Header, send_answer
from ringup.web.headers import Headers, headers_by_name
from ringup.web.refusals import WrongMethod

_FOR_EVER: Header = (b"cache-control", b"public, max-age=31536000, immutable")


class FileServer:
    """Answers for ``/images/``."""

    def __init__(self, pictures: Pictures) -> None:
        """Take who keeps them."""
        self._pictures = pictures

    async def serve(self, scope: Scope, send: Send) -> None:
        """Send a file. Raises ``NotFound`` and ``WrongMethod``."""
        if scope["method"] not in {"GET", "HEAD"}:
            raise WrongMethod(("GET", "HEAD"))
        path = scope["path"].removeprefix(SERVED_AT)
        file = await self._pictures.file(path)
        if file is None:
            raise NotFound
        tag: Header = (b"etag", b'"%s"' % path.encode("ascii"))
        if tag[1] in _known(headers_by_name(scope["headers"])):
            await send_answer(Answer(status=304, headers=(_FOR_EVER, tag)), send)
            return
        kind, length = file.content_type.encode("ascii"), b"%d" % len(file.content)
        headers = [_FOR_EVER, tag, (b"content-type", kind), (b"content-length", length)]
        content = b"" if scope["method"] == "HEAD" else file.content
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": content})


def _known(headers: Headers) -> Sequence[bytes]:
    """Give the versions a client says it has."""
    named = headers.get(b"if-none-match", b"")
    return [each.strip().removeprefix(b"W/") for each in named.split(b",")]
