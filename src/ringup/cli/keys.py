"""``ringup keys``: the API keys of a user, for whoever runs the shop's machines."""

from datetime import timedelta

import click

from ringup.cli import options
from ringup.cli.keyring import create_key, list_keys, revoke_key, rotate_key

_MONTH = 30 * 24 * 3600


@click.group()
def keys() -> None:
    """Make, list, exchange and revoke the API keys of a user.

    Whoever can read the database's address may: it is the way back in when every key is lost. EMAIL
    is the user's mail address, KEY a key's id, as `ringup keys list` tells it.

    Example: ringup keys create me@example.com --name laptop
    """


@keys.command("list")
@click.argument("email")
@options.database
def list_(email: str, database: str | None) -> None:
    """List a user's keys: when each was made, and whether it still works. No key is shown.

    Example: ringup keys list me@example.com
    """
    list_keys(email, database)


@keys.command
@click.argument("email")
@click.option("--name", default="", help="What the key is for, to tell it from others.")
@options.database
def create(email: str, name: str, database: str | None) -> None:
    """Make another key for a user, and show it, once.

    Example: ringup keys create me@example.com --name laptop
    """
    create_key(email, name, database)


@keys.command
@click.argument("email")
@click.argument("key", type=int)
@click.option(
    "--grace",
    type=click.IntRange(min=0, max=_MONTH),
    default=0,
    help="For how many seconds the old key may still be used.",
)
@options.database
def rotate(email: str, key: int, grace: int, database: str | None) -> None:
    """Exchange a key for a new one, and show that, once.

    Example: ringup keys rotate me@example.com 12 --grace 3600
    """
    rotate_key(email, key, timedelta(seconds=grace), database)


@keys.command
@click.argument("email")
@click.argument("key", type=int)
@options.database
def revoke(email: str, key: int, database: str | None) -> None:
    """Let a key end at once.

    Example: ringup keys revoke me@example.com 12
    """
    revoke_key(email, key, database)
