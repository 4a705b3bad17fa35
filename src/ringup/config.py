"""How this installation is set up: defaults, then ``ringup.toml``, variables, the command line.

Whatever stands later in that list wins. Every setting is a field of ``Configuration``, a key of
``ringup.toml`` and a variable ``RINGUP_…`` of the same name. Settings whose names begin alike may
also stand in a table of the file: ``address`` in ``[rate_limits]``.
"""

import os
import tomllib
from collections import ChainMap
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec

FILE = Path("ringup.toml")
PREFIX = "RINGUP_"

Port = Annotated[int, msgspec.Meta(ge=0, le=65535)]
Workers = Annotated[int, msgspec.Meta(ge=1, le=512)]
Seconds = Annotated[int, msgspec.Meta(ge=0)]
Rate = Annotated[str, msgspec.Meta(pattern="^(off|[1-9][0-9]{0,8}/(second|minute|hour|day))$")]
Proxies = Annotated[str, msgspec.Meta(pattern=r"^(none|\*|[0-9A-Fa-f:./, ]+)$")]


class NotConfigured(ValueError):
    """A setting that does not exist or cannot be so; the message says which, where and why."""


class Configuration(msgspec.Struct, frozen=True, kw_only=True):
    """Every setting there is, with its default."""

    database: str = "sqlite:///ringup.db"
    """The store: ``sqlite:///path`` or ``postgresql://user@host/name``."""

    host: str = "127.0.0.1"
    """The address to listen on; ``0.0.0.0`` for every network."""

    port: Port = 8000
    """The port to listen on; the variable ``PORT`` sets it too."""

    workers: Workers = 1
    """How many processes answer."""

    durability: Literal["money", "all", "off"] = "money"
    """What is on the disk before it is answered: with ``money`` every order and payment, while the
    last edits of carts may be lost with the power; with ``all`` each of those, too; with ``off``
    nothing is waited for, which is for tests."""

    writes: Literal["joined", "portable"] = "joined"
    """PostgreSQL only: an order is saved ``joined`` in one statement, which is for one server, or
    ``portable``, as engines take it that spread orders over servers."""

    connections: Annotated[int, msgspec.Meta(ge=1)] = 10
    """PostgreSQL only: how many connections each process opens at most."""

    require_api_key: bool = False
    """Whether creating a checkout needs an API key."""

    hold_for_seconds: Annotated[float, msgspec.Meta(gt=0, le=604_800)] = 900.0
    """How long stock is kept for a buyer who has come to ``payment``; renewed by activity."""

    abandoned_after_hours: Annotated[float, msgspec.Meta(ge=0, le=8_760)] = 24.0
    """After how many hours untouched a cart with an email counts as left, which is told as the
    event ``order.abandoned``; 0 for never."""

    wait_for_placing_seconds: Annotated[float, msgspec.Meta(ge=0, le=60)] = 12.0
    """How long a second request to complete an order waits for the first one's outcome, before it
    is told to ask again."""

    low_stock: Annotated[int, msgspec.Meta(ge=0)] = 0
    """When a sale leaves so many of a variant in a place, or fewer, the event log says so."""

    files: str = "ringup-files"
    """The folder where pictures are kept, which all processes must share: beside an SQLite store
    or where the server is started, unless the whole path is given. Or an address such as
    ``s3://bucket``, if a package of the entry point group ``ringup.files`` serves those."""

    trusted_proxies: Proxies = "none"
    """Addresses or networks, with commas between them, whose ``X-Forwarded-For`` is believed."""

    rate_limits_address: Rate = "300000/minute"
    """How many requests one client address may send each process, or ``off``."""

    rate_limits_caller: Rate = "300000/minute"
    """How many requests one API key, order token or, with neither, address may send it."""

    rate_limits_order: Rate = "600/minute"
    """How often one caller may try to move one order on."""

    rate_limits_guesses: Rate = "600/minute"
    """How many wrong coupon codes, and how many wrong keys or tokens, one address may send."""

    rate_limits_storage: str = "memory"
    """Where requests are counted: each process's ``memory``, or a storage that all share, such as
    ``redis://host:6379``."""

    log_format: Literal["auto", "console", "json"] = "auto"
    """``auto`` is ``console`` in a terminal and ``json`` elsewhere."""

    log_level: Literal["debug", "info", "warning", "error"] = "info"
    """From which weight on things are logged; ``warning`` leaves out the line per request."""

    shutdown_seconds: Seconds = 30
    """How long requests that are being answered may take to finish when the server stops."""

    sweep_seconds: Annotated[float, msgspec.Meta(ge=0)] = 10.0
    """How often each process looks for payments that a crash left open and for stock that nobody
    came back for; 0 for never."""

    events_seconds: Annotated[float, msgspec.Meta(ge=0)] = 1.0
    """How often each process looks for new events to tell subscribers; 0 for never."""

    checkout_steps: tuple[str, ...] = ()
    """The checkout's steps from ``cart`` to ``complete``, those of plug-ins among them; without
    any the usual ones."""

    plugins_off: tuple[str, ...] = ()
    """Names of plug-ins, or of packages, that are installed and yet not to be used."""

    plugins: Mapping[str, Mapping[str, Any]] = {}
    """The settings of plug-ins by their names: what ``[plugins.NAME]`` holds."""


_NOTHING: Mapping[str, Any] = {}

NO_RATE_LIMITS: Mapping[str, str] = {
    "rate_limits_address": "off",
    "rate_limits_caller": "off",
    "rate_limits_order": "off",
    "rate_limits_guesses": "off",
}

SETTINGS = Configuration.__struct_fields__
_LISTS = frozenset({"checkout_steps", "plugins_off"})
_TABLES = frozenset({"plugins"})


def configured(
    given: Mapping[str, Any] = _NOTHING,
    *,
    defaults: Mapping[str, Any] = _NOTHING,
    environment: Mapping[str, str] = os.environ,
    file: Path = FILE,
) -> Configuration:
    """Put all sources together; ``given`` are command-line options, ``None`` for those not given.

    ``defaults`` are a command's own. Raises ``NotConfigured`` naming the setting and its source.
    """
    sources = {
        "default": defaults,
        str(file): _of_file(file),
        "environment": _of_environment(environment),
        "command line": {name: value for name, value in given.items() if value is not None},
    }
    for source, settings in sources.items():
        _checked(settings, source)
    return _checked(dict(ChainMap(*map(dict, reversed(sources.values())))), "all")


def as_environment(configuration: Configuration) -> dict[str, str]:
    """Write the settings as variables, the way they travel to worker processes."""
    settings = msgspec.to_builtins(configuration)
    return {PREFIX + name.upper(): _text(value) for name, value in settings.items()}


def _of_file(file: Path) -> dict[str, Any]:
    try:
        return _flat(tomllib.loads(file.read_text(encoding="utf-8")))
    except FileNotFoundError:
        return {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise NotConfigured(f"{file}: {error}") from error


def _flat(tables: dict[str, Any]) -> dict[str, Any]:
    """Take ``address`` in the table ``[rate_limits]`` for ``rate_limits_address``."""
    flat: dict[str, Any] = {}
    for name, value in tables.items():
        if isinstance(value, dict) and name not in SETTINGS:
            flat |= {f"{name}_{inner}": within for inner, within in value.items()}
        else:
            flat[name] = value
    return flat


def _of_environment(environment: Mapping[str, str]) -> dict[str, Any]:
    """Read our own variables; a ``RINGUP_…`` that is no setting may be a gateway's."""
    ours = {name: environment.get(PREFIX + name.upper(), "") for name in SETTINGS}
    ours["port"] = ours["port"] or environment.get("PORT", "")
    return {name: _read(name, text) for name, text in ours.items() if text}


def _read(name: str, text: str) -> Any:  # noqa: ANN401 - what a setting may be
    """Read a variable: a list has commas between its entries, or is JSON, as tables are."""
    if name in _LISTS and not text.startswith("["):
        return [entry.strip() for entry in text.split(",")]
    if name not in _LISTS | _TABLES:
        return text
    try:
        return msgspec.json.decode(text)
    except msgspec.DecodeError as error:
        raise NotConfigured(f"environment: {PREFIX}{name.upper()}: {error}") from error


def _checked(settings: Mapping[str, Any], source: str) -> Configuration:
    unknown = sorted(settings.keys() - set(SETTINGS))
    if unknown:
        names = ", ".join(unknown)
        raise NotConfigured(f"{source}: no such setting: {names}. There are: {', '.join(SETTINGS)}")
    try:
        return msgspec.convert(dict(settings), Configuration, strict=False)
    except msgspec.ValidationError as error:
        problem, _, path = str(error).partition(" - at `$.")
        raise NotConfigured(f"{source}: {path.rstrip('`')}: {problem}") from error


def _text(value: object) -> str:
    if isinstance(value, list | tuple | dict):
        return msgspec.json.encode(value).decode()
    return str(value).lower() if isinstance(value, bool) else str(value)
