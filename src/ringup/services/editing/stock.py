"""What a stock location is made of."""

from collections.abc import Iterable
from typing import Annotated, ClassVar

from ringup.domain.geography import Country, State
from ringup.domain.problems import Problem
from ringup.services.editing.forms import Count, Editable, Form, Ground, Line, Spellings, to


class StockLocationForm(Form, frozen=True, kw_only=True):
    """A place that sends parcels. The default one is asked first, then by position.

    ``propagate_all_variants`` keeps every variant there, those there are and those to come, sold
    before they are there by ``backorderable_default``.
    """

    spelled: ClassVar[Spellings] = {"is_default": ("default",)}

    name: Line
    active: bool = True
    is_default: bool = False
    position: Count | None = None
    address1: Line | None = None
    address2: Line | None = None
    city: Line | None = None
    zipcode: Line | None = None
    phone: Line | None = None
    country_id: Annotated[int, to(Country)] | None = None
    state_id: Annotated[int, to(State)] | None = None
    state_name: Line | None = None
    backorderable_default: bool = False
    propagate_all_variants: bool = True


def _state_is_the_countrys(form: StockLocationForm, ground: Ground) -> Iterable[Problem]:
    state = ground.shop.states.get(form.state_id or 0)
    if state is not None and state.country_id != form.country_id:
        yield Problem("", "state_id", "not_there", "is not a state of the country")


STOCK_LOCATION = Editable(
    form=StockLocationForm, rules=(_state_is_the_countrys,), sole=("is_default",)
)
