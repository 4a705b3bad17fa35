"""What every test may ask for: databases and a browser, all of them real."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import hypothesis
import pytest
from playwright.sync_api import Browser, Page

from tests.support.chromium import running_chromium
from tests.support.postgres import Postgres

# A busy machine is slow now and then; how long an example takes is the benches' matter.
hypothesis.settings.register_profile("ringup", deadline=None)
hypothesis.settings.load_profile("ringup")

# Here, because it must be said before anything imports them.
pytest.register_assert_rewrite("tests.support.books", "tests.support.buyers", "tests.races.racing")


class FailuresAtOnce:
    """Says what failed when it fails: a run that is broken off never comes to its summary."""

    def __init__(self, terminal: pytest.TerminalReporter) -> None:
        self._terminal = terminal

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            self._terminal.ensure_newline()
            self._terminal.section(report.nodeid, red=True)
            self._terminal.line(report.longreprtext)


def pytest_sessionstart(session: pytest.Session) -> None:
    plugins = session.config.pluginmanager
    terminal: pytest.TerminalReporter | None = plugins.get_plugin("terminalreporter")
    if terminal:  # A worker has none; it tells the run that started it.
        plugins.register(FailuresAtOnce(terminal))


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """The PostgreSQL that all tests of this worker share: quick, careless, not to be stopped."""
    with Postgres() as cluster:
        yield cluster


@pytest.fixture
def durable_postgres() -> Iterator[Postgres]:
    """A PostgreSQL of the test's own, with fsync on, to be stopped and killed at will."""
    with Postgres(durable=True) as cluster:
        yield cluster


@pytest.fixture
def new_postgres_database(postgres: Postgres) -> Iterator[Callable[[], str]]:
    """Makes empty databases, as many as the test calls for; each call answers with an address."""
    with ExitStack() as made:
        yield lambda: made.enter_context(postgres.database())


@pytest.fixture
def postgres_database(new_postgres_database: Callable[[], str]) -> str:
    """The address of one empty PostgreSQL database."""
    return new_postgres_database()


@pytest.fixture(params=["sqlite", "postgres"])
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty store; the test runs on each database and asks both the same."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'store.db'}"
    address: str = request.getfixturevalue("postgres_database")
    return address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium, one for each file of tests.

    Not for the whole session: Playwright's plain interface keeps an event loop running in this
    thread, beside which no asynchronous test can run. So a file that asks for it has `def` tests
    only.
    """
    with running_chromium() as chromium:
        yield chromium


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page of a fresh profile: no cookies, no cache, nobody signed in."""
    with browser.new_context() as context:
        yield context.new_page()
