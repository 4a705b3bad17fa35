"""Where reasons for returns are filed; returns remember the words of their own reasons."""

from decimal import Decimal

from ringup.domain.money import WHOLE
from ringup.persistence.filing.drawer import Drawer, Row
from ringup.persistence.schema import return_reasons

_RATE = "restocking_fee_rate"


def _in_millionths(fields: Row) -> Row:
    return {**fields, _RATE: int(fields[_RATE] * WHOLE)}


def _as_share(row: Row) -> Row:
    return {**row, _RATE: Decimal(row[_RATE]) / WHOLE}


RETURN_REASONS = Drawer(table=return_reasons, row=_in_millionths, fields=_as_share)
