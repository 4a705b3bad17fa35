"""The options that several commands share; each is a setting of ``config.Configuration``."""

import click

database = click.option(
    "--database", help="The store: sqlite:///path or postgresql://user@host/name."
)
host = click.option("--host", help="The address to listen on; 0.0.0.0 for every network.")
port = click.option("--port", type=int, help="The port to listen on.")
workers = click.option("--workers", type=int, help="How many processes answer.")
