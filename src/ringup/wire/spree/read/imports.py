"""Orders that were placed elsewhere, as clients tell of them."""

import msgspec

from ringup.domain.past.told import PastOrder
from ringup.domain.problems import Invalid, Problem
from ringup.web.nesting import Parameters
from ringup.wire.spree.read.records import reader_of


class _Marked(msgspec.Struct, frozen=True, kw_only=True):
    """Whether an order is to be imported."""

    imported: bool = msgspec.field(name="import", default=False)


class _MarkParameters(msgspec.Struct, frozen=True, kw_only=True):
    """The parameters, as far as they say so."""

    order: _Marked | None = None


class ImportParameters(msgspec.Struct, frozen=True, kw_only=True):
    """The parameters of an import."""

    order: PastOrder | None = None


_mark = reader_of(_MarkParameters, "order")
_import = reader_of(ImportParameters, "order")


def is_import(parameters: Parameters) -> bool:
    """Tell whether an order is to be imported; what cannot be read as yes is none."""
    order = parameters.get("order")
    if not isinstance(order, dict) or "import" not in order:
        return False
    mark = _mark({"order": {"import": order["import"]}}).order
    return mark is not None and mark.imported


def past_order(parameters: Parameters) -> PastOrder:
    """Read the order as it was. Raises ``Invalid`` with everything that is wrong."""
    told = _import(parameters).order
    if told is None:
        raise Invalid(Problem("", "order", "required", "can't be blank"))
    return told
