"""Idempotency keys: who runs under one now, and the first answer for those who come again."""

from datetime import datetime

import msgspec

from ringup.persistence.session import Session
from ringup.services.once import VALID_FOR, KeptAnswer, KeptKey, Once

_KEEP = (
    "INSERT INTO idempotency_keys AS k (order_id, key_hash, operation, fingerprint, run,"
    " taken_at, taken_until, status, headers, body)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"
    " ON CONFLICT (order_id, key_hash) DO UPDATE SET"
    " fingerprint = excluded.fingerprint, run = excluded.run, taken_at = excluded.taken_at,"
    " taken_until = excluded.taken_until, status = excluded.status, headers = excluded.headers,"
    " body = excluded.body WHERE k.run = excluded.run OR k.taken_at <= $11"
    " OR (k.status IS NULL AND k.taken_until <= excluded.taken_at"
    " AND k.fingerprint = excluded.fingerprint) RETURNING 1"
)
_KEPT = (
    "SELECT fingerprint, run, status, headers, body FROM idempotency_keys"
    " WHERE order_id = $1 AND key_hash = $2"
)
_FORGET = (
    "DELETE FROM idempotency_keys WHERE (order_id, key_hash) IN"
    " (SELECT order_id, key_hash FROM idempotency_keys WHERE taken_at <= $1"
    " ORDER BY taken_at LIMIT $2) RETURNING 1"
)

_Headers = tuple[tuple[str, str], ...]


async def keep(session: Session, once: Once, until: datetime, answer: KeptAnswer | None) -> bool:
    """Take a key for a run, or keep its answer; see ``ports.store.Transaction.keep_key``."""
    kept = await session.change(
        _KEEP,
        once.order_id,
        once.key_hash,
        once.operation,
        once.fingerprint,
        once.run,
        session.moment(once.at),
        session.moment(until),
        *_columns(answer),
        session.moment(once.at - VALID_FOR),
    )
    return bool(kept)


async def kept(session: Session, once: Once) -> KeptKey | None:
    """Read what is kept of a key."""
    for fingerprint, run, status, headers, body in await session.fetch(
        _KEPT, once.order_id, once.key_hash
    ):
        answer = None if status is None else _answer(status, headers, body)
        return KeptKey(fingerprint=fingerprint, run=run, answer=answer)
    return None


async def forget(session: Session, before: datetime, limit: int) -> int:
    """Delete so many keys that were taken before then."""
    return len(await session.change(_FORGET, session.moment(before), limit))


def _columns(answer: KeptAnswer | None) -> tuple[object, ...]:
    if answer is None:
        return None, None, None
    headers = msgspec.json.encode(answer.headers).decode()
    return answer.status, headers, answer.body.decode()


def _answer(status: int, headers: str, body: str) -> KeptAnswer:
    return KeptAnswer(
        status=status,
        headers=msgspec.json.decode(headers, type=_Headers),
        body=body.encode(),
    )
