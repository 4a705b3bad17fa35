"""Reads files line by line, CSV or JSON Lines, never whole."""

import csv
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeAlias

import msgspec

LARGEST_CELL = 16 * 1024 * 1024
JSON_ENDINGS = {".jsonl", ".ndjson"}


class NotAFile(ValueError):
    """A file that cannot be read as what it should be; the text says why and what to do."""


class Said(msgspec.Struct, frozen=True):
    """What one line says by column; a line that cannot be read at all says what is ``wrong``."""

    line: int
    values: Mapping[str, Any]
    wrong: str = ""


Advance: TypeAlias = Callable[[int], None]
"""Told how many bytes of the file were read."""


def columns_of(file: Path) -> tuple[str, ...]:
    """Name the columns of a CSV file; none for JSON Lines. Raises ``NotAFile``."""
    if is_json(file):
        return ()
    with _opened(file) as text:
        return tuple(_heads(file, next(csv.reader(text), [])))


def check_columns(file: Path, kind: str, columns: Sequence[str], known: Sequence[str]) -> None:
    """Raise ``NotAFile`` for a column that nobody knows."""
    unknown = [column for column in columns if column not in known]
    if unknown:
        raise NotAFile(
            f"{file}: {kind} have no column {unknown[0]!r}. There are: {', '.join(known)}"
        )


def is_json(file: Path) -> bool:
    """Tell JSON Lines from CSV by the file's name."""
    return file.suffix.lower() in JSON_ENDINGS


def said_by(file: Path, advance: Advance) -> Iterator[Said]:
    """Give what each line says. Lines count from 1, a CSV's heads included. Raises ``NotAFile``."""
    return _json_lines(file, advance) if is_json(file) else _csv_lines(file, advance)


def _opened(file: Path) -> Any:  # noqa: ANN401 - a text file
    try:
        # The mark that spreadsheets put at the head is none of ours. Bytes that are no text come
        # through as what no database keeps, so that the line they are in is refused.
        return file.open(encoding="utf-8-sig", errors="surrogateescape", newline="")
    except OSError as error:
        raise NotAFile(f"{file}: {error.strerror}") from error


def _heads(file: Path, row: list[str]) -> list[str]:
    heads = [head.strip() for head in row]
    if not any(heads):
        raise NotAFile(f"{file} is empty: its first line must name the columns")
    return heads


def _csv_lines(file: Path, advance: Advance) -> Iterator[Said]:
    csv.field_size_limit(LARGEST_CELL)
    with _opened(file) as text:
        rows = csv.reader(_told(text, advance), strict=True)
        heads = _heads(file, next(rows, []))
        begins = rows.line_num + 1
        try:
            for row in rows:
                if any(row):
                    wrong = f"has {len(row)} cells for {len(heads)} columns"
                    fits = len(row) == len(heads)
                    yield Said(begins, dict(zip(heads, row, strict=False)), "" if fits else wrong)
                begins = rows.line_num + 1
        except csv.Error as error:
            raise NotAFile(f"{file}, line {begins}: {error}. It must be CSV") from error


def _told(text: Any, advance: Advance) -> Iterator[str]:  # noqa: ANN401 - a text file
    for line in text:
        advance(len(line))
        yield line


def _json_lines(file: Path, advance: Advance) -> Iterator[Said]:
    with _opened(file) as text:
        for number, line in enumerate(_told(text, advance), 1):
            if line.strip():
                yield _json_line(number, line)


def _json_line(number: int, line: str) -> Said:
    try:
        # Numbers stay as they are written: 19.99 is no float on its way to the database.
        values = json.loads(line, parse_float=str, parse_int=str)
    except (ValueError, RecursionError) as error:
        return Said(number, {}, f"is no JSON: {error}")
    if not isinstance(values, dict):
        return Said(number, {}, "must be a JSON object")
    return Said(number, values)
