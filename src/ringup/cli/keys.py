"""``ringup keys``: the API keys of a user, for whoever runs the shop's machines."""

from datetime import timedelta
from typing import Annotated

import typer

from ringup.cli.options import Database

_MONTH = 30 * 24 * 3600

keys = typer.Typer(
    name="keys",
    help="Make, list, exchange and revoke the API keys of a user.\n\n"
    "Whoever can read the database's address may: it is the way back in when every key is lost.\n\n"
    "Example: ringup keys create me@example.com --name laptop",
    no_args_is_help=True,
    add_completion=False,
)

Email = Annotated[str, typer.Argument(help="The user's mail address.")]
KeyId = Annotated[int, typer.Argument(help="The key's id, as `ringup keys list` tells it.")]
Name = Annotated[str, typer.Option(help="What the key is for, to tell it from others.")]
Grace = Annotated[
    int,
    typer.Option(help="For how many seconds the old key may still be used.", min=0, max=_MONTH),
]


@keys.command("list")
def list_(email: Email, database: Database = None) -> None:
    """List a user's keys: when each was made, and whether it still works. No key is shown.

    Example: ringup keys list me@example.com
    """
    # It brings the database drivers along, and `ringup version` needs none.
    from ringup.cli.keyring import list_keys  # noqa: PLC0415

    list_keys(email, database)


@keys.command()
def create(email: Email, name: Name = "", database: Database = None) -> None:
    """Make another key for a user, and show it, once.

    Example: ringup keys create me@example.com --name laptop
    """
    from ringup.cli.keyring import create_key  # noqa: PLC0415 - as above

    create_key(email, name, database)


@keys.command()
def rotate(email: Email, key: KeyId, grace: Grace = 0, database: Database = None) -> None:
    """Exchange a key for a new one, and show that, once.

    Example: ringup keys rotate me@example.com 12 --grace 3600
    """
    from ringup.cli.keyring import rotate_key  # noqa: PLC0415 - as above

    rotate_key(email, key, timedelta(seconds=grace), database)


@keys.command()
def revoke(email: Email, key: KeyId, database: Database = None) -> None:
    """Let a key end at once.

    Example: ringup keys revoke me@example.com 12
    """
    from ringup.cli.keyring import revoke_key  # noqa: PLC0415 - as above

    revoke_key(email, key, database)
