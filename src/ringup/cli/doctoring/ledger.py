"""Compares payments with the test gateway's own books: what was charged is what the shop believes.

Both are read while others go on; so whatever differs is looked at a second time before it is told,
and orders that a gateway is being asked about are left out.
"""

import sqlite3
from collections import defaultdict
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any, TypeAlias

from sqlalchemy import Select, select, tuple_

from ringup.cli.plainly import CannotStart
from ringup.domain.money import amount_for_people
from ringup.domain.order import number_of, order_id_from
from ringup.gateways.test.ledger import Charge, Ledger
from ringup.persistence.examining.examination import Progress
from ringup.persistence.examining.snapshots import Snapshots
from ringup.persistence.reading import StoreReading
from ringup.persistence.schema import orders, payment_attempts, payment_methods, payments
from ringup.persistence.statements import Found
from ringup.services.examining.findings import Finding

BATCH = 200
GATEWAY = "test"

Charged: TypeAlias = tuple[str, str, Charge]
"""An order's number, the gateway's reference, and how the charge stands."""


def opened(path: Path) -> Ledger:
    """Open the books. Raises ``CannotStart`` for a file that holds none."""
    try:
        with sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True) as connection:
            connection.execute("SELECT 1 FROM deeds LIMIT 1")
        connection.close()
    except sqlite3.Error as error:
        raise CannotStart(f"{path} holds no books of the test gateway: {error}") from error
    return Ledger(path)


async def findings(
    snapshots: Snapshots, ledger: Ledger, progress: Progress
) -> AsyncIterator[Finding]:
    """Give every charge and every payment that the other side does not know so."""
    progress.begins("charges", ledger.count())
    charges = ledger.charges()
    while batch := list(islice(charges, BATCH)):
        for finding in await _twice(snapshots, ledger, batch):
            yield finding
        progress.advances(len(batch))
    async for finding in _uncharged(snapshots, ledger):
        yield finding


async def _twice(
    snapshots: Snapshots, ledger: Ledger, batch: Sequence[Charged]
) -> Sequence[Finding]:
    """Look again at what differs: it may have moved between the two looks."""
    doubtful = [charged for charged, _ in await _differing(snapshots, batch)]
    if not doubtful:
        return ()
    fresh = ((number, name, ledger.charge(name)) for number, name, _ in doubtful)
    again = [(number, name, charge) for number, name, charge in fresh if charge is not None]
    return [finding for _, finding in await _differing(snapshots, again)]


async def _differing(
    snapshots: Snapshots, batch: Sequence[Charged]
) -> Sequence[tuple[Charged, Finding]]:
    ids = {order_id_from(number) or 0 for number, _, _ in batch}
    paid = await snapshots.look(partial(_paid, ids))
    found = ((charged, _compared(charged, paid)) for charged in batch)
    return [(charged, finding) for charged, finding in found if finding is not None]


async def _paid(ids: Iterable[int], reading: StoreReading) -> Mapping[int, Sequence[Found]]:
    """Read the payments of orders; ``busy`` tells whether a gateway is being asked about one."""
    ordered = sorted(ids)
    attempts = select(payment_attempts.c.order_id).where(
        payment_attempts.c.order_id.in_(ordered), payment_attempts.c.state == "open"
    )
    busy = {row["order_id"] for row in await reading.select(attempts)}
    paid: defaultdict[int, list[Found]] = defaultdict(list)
    for row in await reading.select(_payments().where(payments.c.order_id.in_(ordered))):
        paid[row["order_id"]].append({**row, "busy": row["order_id"] in busy})
    return paid


def _payments() -> Select[Any]:
    """Select the payments that this gateway is asked for."""
    columns = (
        payments.c[name]
        for name in ("order_id", "id", "state", "amount", "captured", "refunded", "response_code")
    )
    return (
        select(*columns, orders.c.currency)
        .join(orders, orders.c.id == payments.c.order_id)
        .join(payment_methods, payment_methods.c.id == payments.c.payment_method_id)
        .where(payment_methods.c.gateway == GATEWAY)
    )


def _compared(charged: Charged, paid: Mapping[int, Sequence[Found]]) -> Finding | None:
    number, reference, charge = charged
    rows = paid.get(order_id_from(number) or 0, ())
    if any(row["busy"] for row in rows):
        return None
    own = [row for row in rows if row["response_code"] == reference]
    kept = _told(charge.currency, *_at_gateway(charge))
    if not own:
        unknown = "charge_without_order"
        rests = any(_at_gateway(charge))
        return _finding(unknown, number, f"a payment {reference}", kept) if rests else None
    believed = _told(own[0]["currency"], *_in_shop(own))
    about = f"{number}, charge {reference}"
    return _finding("charge_differs", about, believed, kept) if believed != kept else None


def _at_gateway(charge: Charge) -> tuple[int, int]:
    """Tell what is still reserved, and what was taken and not given back."""
    reserved = 0 if charge.voided else charge.authorized - charge.captured
    return reserved, charge.captured - charge.credited


def _in_shop(rows: Sequence[Found]) -> tuple[int, int]:
    reserved = sum(row["amount"] for row in rows if row["state"] == "pending")
    return reserved, sum(row["captured"] - row["refunded"] for row in rows)


def _told(currency: str, reserved: int, kept: int) -> str:
    amounts = (amount_for_people(each, currency) for each in (reserved, kept))
    return "{} reserved, {} kept".format(*amounts)


def _finding(rule: str, about: str, expected: str, found: str) -> Finding:
    return Finding(rule=rule, about=f"order {about}", expected=expected, found=found)


async def _uncharged(snapshots: Snapshots, ledger: Ledger) -> AsyncIterator[Finding]:
    """Find payments that say something was reserved or taken of which the books know nothing."""
    after = (0, 0)
    while rows := await snapshots.look(partial(_good_payments, after)):
        for finding in _unknown(rows, ledger):
            yield finding
        after = rows[-1]["order_id"], rows[-1]["id"]


async def _good_payments(after: tuple[int, int], reading: StoreReading) -> Sequence[Found]:
    key = tuple_(payments.c.order_id, payments.c.id)
    good = payments.c.state.in_(("pending", "completed"))
    statement = _payments().where(good, key > after).order_by(payments.c.order_id, payments.c.id)
    return await reading.select(statement.limit(BATCH))


def _unknown(rows: Sequence[Found], ledger: Ledger) -> Iterator[Finding]:
    for row in rows:
        reference = row["response_code"]
        if reference is None or ledger.charge(reference) is None:
            about = f"{number_of(row['order_id'])}, payment P{row['id']}"
            expected = f"a charge {reference or 'with a reference'}"
            yield _finding("payment_without_charge", about, expected, "none")
