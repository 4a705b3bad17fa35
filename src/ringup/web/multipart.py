"""Fields and files of a ``multipart/form-data`` body."""

import msgspec
from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header

from ringup.web.refusals import Malformed


class UploadedFile(msgspec.Struct, frozen=True, kw_only=True):
    """A file as a form sent it; its name is the client's and means nothing here."""

    name: str
    content: bytes


class _Fields:
    """Collects a body's fields and files while the parser goes through it."""

    def __init__(self) -> None:
        self.pairs: list[tuple[str, str]] = []
        self.files: dict[str, UploadedFile] = {}
        self._header = b""
        self._value = b""
        self._disposition = b""
        self._data = bytearray()
        self.ended = False

    def ends(self) -> None:
        self.ended = True

    def part_begins(self) -> None:
        self._disposition = b""
        self._data.clear()

    def header_name(self, data: bytes, start: int, end: int) -> None:
        self._header += data[start:end]

    def header_value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def header_ends(self) -> None:
        if self._header.lower() == b"content-disposition":
            self._disposition = self._value
        self._header = self._value = b""

    def part_data(self, data: bytes, start: int, end: int) -> None:
        self._data += data[start:end]

    def part_ends(self) -> None:
        _, options = parse_options_header(self._disposition)
        if b"name" not in options:
            raise Malformed("A part of the multipart body has no name.")
        name = options[b"name"].decode()
        if b"filename" in options:
            file = options[b"filename"].decode(errors="replace")
            self.files[name] = UploadedFile(name=file, content=bytes(self._data))
        else:
            self.pairs.append((name, self._data.decode()))


def multipart_fields(content_type: str, body: bytes) -> list[tuple[str, str]]:
    """Read the body's fields in their order; raises ``Malformed``, or ``UnicodeDecodeError``."""
    return _parsed(content_type, body).pairs


def multipart_files(content_type: str, body: bytes) -> dict[str, UploadedFile]:
    """Read the files of a body that ``multipart_fields`` could read; other bodies have none."""
    if not content_type.lower().startswith("multipart/form-data"):
        return {}
    return _parsed(content_type, body).files


def _parsed(content_type: str, body: bytes) -> _Fields:
    _, options = parse_options_header(content_type)
    if not options.get(b"boundary"):
        raise Malformed("The multipart body's boundary is missing.")
    fields = _Fields()
    try:
        parser = _parser(options[b"boundary"], fields)
        parser.write(body)
        parser.finalize()
    except FormParserError as error:
        raise Malformed("The multipart body cannot be read.") from error
    if not fields.ended:
        raise Malformed("The multipart body breaks off.")
    return fields


def _parser(boundary: bytes, fields: _Fields) -> MultipartParser:
    return MultipartParser(
        boundary,
        {
            "on_part_begin": fields.part_begins,
            "on_header_field": fields.header_name,
            "on_header_value": fields.header_value,
            "on_header_end": fields.header_ends,
            "on_part_data": fields.part_data,
            "on_part_end": fields.part_ends,
            "on_end": fields.ends,
        },
    )
