"""The options that several commands share; each is a setting of ``config.Configuration``."""

from typing import Annotated, TypeAlias

import typer

Database: TypeAlias = Annotated[
    str | None,
    typer.Option(help="The store: sqlite:///path or postgresql://user@host/name."),
]
Host: TypeAlias = Annotated[
    str | None, typer.Option(help="The address to listen on; 0.0.0.0 for every network.")
]
Port: TypeAlias = Annotated[int | None, typer.Option(help="The port to listen on.")]
Workers: TypeAlias = Annotated[int | None, typer.Option(help="How many processes answer.")]
