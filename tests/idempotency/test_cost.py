"""What a key costs: two statements, and none for who has none."""

import pytest

from ringup.persistence.postgres_session import PostgresSession
from ringup.persistence.sqlite_session import SqliteSession
from tests.idempotency.asking import A_TOTE, Shop, keyed, replayed
from tests.support.storefront import items

_NOT_COUNTED = ("BEGIN", "COMMIT", "ROLLBACK")
_ADMIN = {"X_Spree_Token": "demo-admin-key"}


class _CountingConnection:
    """Notes what is sent, but for the beginning and the end of a transaction."""

    def __init__(self, connection, sent):
        self._connection = connection
        self._sent = sent

    def __getattr__(self, name):
        method = getattr(self._connection, name)
        if name not in {"execute", "executemany", "fetch"}:
            return method

        def counted(sql, *arguments):
            if not sql.endswith(_NOT_COUNTED):
                self._sent.append(sql)
            return method(sql, *arguments)

        return counted


@pytest.fixture
def sent(monkeypatch):
    """The statements sent so far, in their order."""
    statements: list[str] = []
    for session in (SqliteSession, PostgresSession):
        original = session.__init__

        def counting(self, connection, *others, original=original):
            original(self, _CountingConnection(connection, statements), *others)

        monkeypatch.setattr(session, "__init__", counting)
    return statements


async def _cost(sent: list[str], asked) -> list[str]:
    sent.clear()
    assert (await asked).is_success
    return list(sent)


async def _ready(shop: Shop):
    return await shop.storefront.shopper(email="guest@example.com", line_items=items(TOTE_01=1))


async def test_a_change_by_a_key_costs_two_statements_more(shop, sent):
    with_one, without = await _ready(shop), await _ready(shop)
    plain = await _cost(sent, without.puts())
    by_key = await _cost(sent, keyed(with_one, "PUT"))
    assert not any("idempotency_keys" in sql for sql in plain)
    assert len(by_key) == len(plain) + 2
    assert ["idempotency_keys" in sql for sql in by_key].count(True) == 2
    assert "idempotency_keys" in by_key[0], "the key comes before anything else"
    assert "idempotency_keys" in by_key[-1], "and the answer after everything"


async def test_a_creation_by_a_key_costs_two_statements_more(shop, sent):
    await shop.creates(A_TOTE, key=None)
    plain = await _cost(sent, shop.creates(A_TOTE, key=None))
    by_key = await _cost(sent, shop.creates(A_TOTE))
    assert len(by_key) == len(plain) + 2


async def test_a_repeat_costs_two_statements_and_one_for_the_callers_key(shop, sent):
    assert not replayed(await shop.creates(A_TOTE))
    assert len(await _cost(sent, shop.creates(A_TOTE))) == 2
    assert not replayed(await shop.creates(A_TOTE, **_ADMIN))
    assert len(await _cost(sent, shop.creates(A_TOTE, **_ADMIN))) == 3
