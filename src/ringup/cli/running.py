"""Runs the server: as many processes as wanted, each finishing what it has begun when stopped."""

import contextlib
import os
import socket

import uvicorn

from ringup import logs
from ringup.cli.plainly import CannotStart
from ringup.config import Configuration, as_environment

KEEP_ALIVE_SECONDS = 75
"""How long a connection may lie idle: longer than balancers (60 s) and clients keep theirs, so that
it is never we who close one on which a request is on its way."""


def run(configuration: Configuration) -> None:
    """Serve until a signal stops it. The settings travel to every process as variables."""
    os.environ.update(as_environment(configuration))
    logs.set_up(configuration.log_format, configuration.log_level)
    with contextlib.suppress(KeyboardInterrupt):
        uvicorn.run(
            "ringup.app:from_environment",
            factory=True,
            host=configuration.host,
            port=configuration.port,
            workers=configuration.workers,
            timeout_keep_alive=KEEP_ALIVE_SECONDS,
            timeout_graceful_shutdown=configuration.shutdown_seconds,
            lifespan="on",
            ws="none",
            access_log=False,
            log_config=None,
            server_header=False,
            proxy_headers=configuration.trusted_proxies != "none",
            forwarded_allow_ips=configuration.trusted_proxies,
        )


def check_port_is_free(configuration: Configuration) -> None:
    """Raise ``CannotStart`` when somebody else listens there already, or nobody may."""
    family = socket.AF_INET6 if ":" in configuration.host else socket.AF_INET
    with socket.socket(family) as probe:
        # As the server does: a port that was in use a moment ago is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((configuration.host, configuration.port))
        except OSError as error:
            where = f"{configuration.host} port {configuration.port}"
            reason = error.strerror or error
            raise CannotStart(f"cannot listen on {where}: {reason}. Try --port.") from error
