"""``ringup found``: founds a shop of one's own in an empty database."""

import asyncio
from collections.abc import Sequence

import click

from ringup.cli import options
from ringup.cli.loading import founded
from ringup.cli.plainly import CannotStart, say
from ringup.config import configured
from ringup.domain.text import looks_like_email
from ringup.founding.shop import NewShop

_CURRENCY_LETTERS = 3


@click.command
@click.option("--name", required=True, help="What the shop is called.")
@click.option("--email", required=True, help="The admin's address, from which the shop writes.")
@click.option(
    "--currency",
    multiple=True,
    default=("USD",),
    show_default=True,
    help="An ISO 4217 code; the first is the default, more may follow.",
)
@click.option("--url", default="http://localhost", show_default=True, help="Where the shop is.")
@options.database
def found(name: str, email: str, currency: tuple[str, ...], url: str, database: str | None) -> None:
    """Found a shop in an empty database, and show its admin's API key, once.

    Example: ringup found --name "My Shop" --email me@example.com --currency EUR --currency USD
    """
    if not looks_like_email(email):
        raise CannotStart(f"{email!r} is no mail address, such as me@example.com")
    shop = NewShop(name=name, code="shop", url=url, mail=email, currencies=currencies_of(currency))
    key = asyncio.run(founded(configured({"database": database}).database, shop))
    say(f"{name} is founded. The API key of {email}, which is shown only now:\n\n  {key}")


def currencies_of(given: Sequence[str]) -> tuple[str, ...]:
    """Read currency codes; raises ``CannotStart`` for what cannot be one."""
    codes = tuple(dict.fromkeys(code.upper() for code in given))
    for code in codes:
        if not (len(code) == _CURRENCY_LETTERS and code.isascii() and code.isalpha()):
            raise CannotStart(f"{code} is no currency: three letters, such as EUR")
    return codes
