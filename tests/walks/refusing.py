"""A refusal as a row of a table: where the order stands, what is asked, what is answered."""

from collections.abc import Callable, Mapping
from typing import Any

import msgspec
import pytest

from tests.support.storefront import Ids, Json, Shopper, Storefront

INVALID = "Invalid resource. Please fix errors and try again."
NOT_TRANSITIONED = "The order could not be transitioned. Please fix the errors and try again."
NOT_FOUND = "The resource you were looking for could not be found."
NOT_ALLOWED = "You are not authorized to perform that action."
NO_KEY = "You must specify an API key."

Body = Callable[[Ids, Json], object]
"""Made of the shop's ids and of the order as it stands."""


class Refused(msgspec.Struct, kw_only=True):
    """One row. `errors` are the messages by field; `None` where the body has none."""

    at: str = "cart"
    order: Mapping[str, Any] = {}
    who: Mapping[str, str] = {}
    method: str = "PUT"
    path: str = ""
    body: Any = None
    status: int = 422
    error: str = INVALID
    errors: Mapping[str, list[str]] | None = None
    code: str


def refused(name: str, **of: Any) -> Any:  # noqa: ANN401 - a ParameterSet
    """A case, named by the rule it tells."""
    return pytest.param(Refused(**of), id=name.replace(" ", "_"))


async def check_refused(storefront: Storefront, case: Refused) -> None:
    """Ask, compare the whole answer, and see that everything is as it was."""
    shopper = await storefront.shopper_at(case.at, case.who, **case.order)
    before = await shopper.standing()
    answer = await shopper.asks(case.method, *asked(shopper, before["order"], case))
    expected: Json = {"error": case.error, "code": case.code}
    if case.errors is not None:
        expected["errors"] = case.errors
    assert (answer.status_code, answer.json()) == (case.status, expected)
    assert await shopper.standing() == before


def asked(shopper: Shopper, order: Json, case: Refused) -> tuple[str, object]:
    """The path and the body; both may need ids that only the database knows."""
    path = case.path.format(number=shopper.number, order=order, ids=shopper.ids)
    return path, case.body(shopper.ids, order) if callable(case.body) else case.body
