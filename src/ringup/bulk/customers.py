"""Writes customers and their addresses."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec

from ringup.bulk.batch import Batch, Numbered
from ringup.bulk.lines import CustomerLine
from ringup.bulk.pen import BulkPen, Ours

_TEXTS = (
    *("firstname", "lastname", "address1", "address2", "city", "zipcode", "phone", "company"),
)
_NEEDED = ("firstname", "lastname", "address1", "city", "zipcode", "country")
_COLUMNS = (*_TEXTS, "country_id", "state_id", "state_name")

Row = dict[str, Any]


def write(pen: BulkPen, ours: Ours, batch: Batch) -> None:
    """Write the batch's customers who are new, and addresses they do not have yet."""
    lines = list(batch.of(CustomerLine))
    if not lines:
        return
    for each in lines:
        if reason := _unfit(each.record, ours):
            batch.refuse(each.line, reason)
    fit = list(batch.of(CustomerLine))
    emails = {each.record.email.casefold(): each.record.email for each in fit}
    there = _ids(pen, emails)
    times = {"created_at": pen.now, "updated_at": pen.now}
    pen.add(
        "users",
        (
            {"email": email, "email_folded": folded, "admin": False, "roles": [], **times}
            for folded, email in emails.items()
            if folded not in there
        ),
    )
    _write_addresses(pen, ours, fit, _ids(pen, emails))


def _unfit(line: CustomerLine, ours: Ours) -> str:
    if not _has_address(line):
        return ""
    missing = next((name for name in _NEEDED if not getattr(line, name)), "")
    if missing:
        return f"{missing}: is missing"
    if line.country not in ours.countries:
        return f"country: there is no {line.country}. It must be two letters such as US"
    return ""


def _has_address(line: CustomerLine) -> bool:
    return any(getattr(line, name) for name in (*_TEXTS, "country", "state"))


def _ids(pen: BulkPen, emails: Mapping[str, str]) -> Mapping[str, int]:
    found = pen.found("users", "email_folded", emails)
    return {row["email_folded"]: row["id"] for row in found if row["deleted_at"] is None}


def _write_addresses(
    pen: BulkPen, ours: Ours, lines: Sequence[Numbered[CustomerLine]], ids: Mapping[str, int]
) -> None:
    there = {_key(row) for row in pen.found("user_addresses", "user_id", sorted(ids.values()))}
    new: dict[tuple[Any, ...], Row] = {}
    for each in lines:
        if _has_address(each.record):
            row = _address(each.record, ours, ids[each.record.email.casefold()])
            if _key(row) not in there:
                new[_key(row)] = row
    pen.add("user_addresses", new.values())


def _key(row: Mapping[str, Any]) -> tuple[Any, ...]:
    return (row["user_id"], *(row[name] for name in _COLUMNS))


def _address(line: CustomerLine, ours: Ours, user_id: int) -> Row:
    country = ours.countries[line.country or ""]
    state = ours.states.get((country, (line.state or "").casefold()))
    return {
        "user_id": user_id,
        **{name: getattr(line, name) for name in _TEXTS},
        "country_id": country,
        "state_id": state,
        "state_name": None if state else line.state,
        "default_bill": False,
        "default_ship": False,
    }


def out(pen: BulkPen, rows: Sequence[Row]) -> Sequence[msgspec.Struct]:
    """Make lines of users, the shop's own people aside: one for each address, or one without."""
    countries = {row["id"]: row["iso"] for row in pen.all("countries")}
    states = {row["id"]: row["name"] for row in pen.all("states")}
    addresses: dict[int, list[Row]] = {}
    for row in pen.found("user_addresses", "user_id", [row["id"] for row in rows]):
        addresses.setdefault(row["user_id"], []).append(row)
    return [
        _line(row["email"], address, countries, states)
        for row in rows
        if not row["admin"] and not row["roles"]
        for address in _in_order(addresses.get(row["id"], []))
    ]


def _in_order(addresses: list[Row]) -> Iterator[Row | None]:
    yield from sorted(addresses, key=lambda row: row["id"]) or [None]  # type: ignore[list-item]


def _line(
    email: str, address: Row | None, countries: Mapping[int, str], states: Mapping[int, str]
) -> CustomerLine:
    if address is None:
        return CustomerLine(email=email)
    return CustomerLine(
        email=email,
        country=countries[address["country_id"]],
        state=states.get(address["state_id"], address["state_name"]),
        **{name: address[name] for name in _TEXTS},
    )
