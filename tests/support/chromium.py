"""A real Chromium for the tests of pages: headless, and talking to nobody but the shop."""

import contextlib
from collections.abc import Iterator

from playwright.sync_api import Browser, sync_playwright

from tools.system_parts import find_chromium

# No sandbox: CI machines run as root. The rest keeps Chromium from calling home.
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@contextlib.contextmanager
def running_chromium() -> Iterator[Browser]:
    """A browser with a profile folder of its own, which goes away with it."""
    executable = find_chromium()
    if executable is None:
        raise RuntimeError("no Chromium was found: `make test` installs one")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=executable, headless=True, args=list(ARGUMENTS)
        )
        with contextlib.closing(browser):
            yield browser
