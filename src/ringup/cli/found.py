"""``ringup found``: founds a shop of one's own in an empty database."""

import asyncio
from typing import Annotated

import typer

from ringup.cli.options import Database
from ringup.cli.plainly import CannotStart, say
from ringup.config import configured

_CURRENCY_LETTERS = 3


def found(
    name: Annotated[str, typer.Option(help="What the shop is called.")],
    email: Annotated[str, typer.Option(help="The admin's address, from which the shop writes.")],
    currency: Annotated[
        list[str] | None,
        typer.Option(help="An ISO 4217 code; the first is the default, more may follow."),
    ] = None,
    url: Annotated[str, typer.Option(help="Where the shop is.")] = "http://localhost",
    database: Database = None,
) -> None:
    """Found a shop in an empty database, and show its admin's API key, once.

    Example: ringup found --name "My Shop" --email me@example.com --currency EUR --currency USD
    """
    # Alembic and the lists of countries take half a second to import, for few commands.
    from ringup.cli.loading import founded  # noqa: PLC0415
    from ringup.founding.shop import NewShop  # noqa: PLC0415

    shop = NewShop(
        name=name, code="shop", url=url, mail=email, currencies=currencies_of(currency or ["USD"])
    )
    key = asyncio.run(founded(configured({"database": database}).database, shop))
    say(f"{name} is founded. The API key of {email}, which is shown only now:\n\n  {key}")


def currencies_of(given: list[str]) -> tuple[str, ...]:
    """Read currency codes; raises ``CannotStart`` for what cannot be one."""
    codes = tuple(dict.fromkeys(code.upper() for code in given))
    for code in codes:
        if not (len(code) == _CURRENCY_LETTERS and code.isascii() and code.isalpha()):
            raise CannotStart(f"{code} is no currency: three letters, such as EUR")
    return codes
