"""The same races where an order is written in several statements, and stock always locked first."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.races.test_one_order_at_once import (  # noqa: F401 - collected here once more
    test_a_change_of_the_cart_that_races_a_complete_never_changes_what_is_paid,
    test_the_same_complete_sent_thirty_times_at_once_is_one_order_and_one_charge,
    test_twenty_parallel_adds_of_one_variant_make_one_line_of_twenty,
)
from tests.races.test_the_last_items import (  # noqa: F401
    test_buyers_who_race_for_the_last_step_cannot_both_have_the_last_print,
    test_of_sixty_buyers_of_ten_prints_ten_get_one_and_nobody_else_pays,
)
from tests.support.servers import Fleet, Nursery

pytestmark = pytest.mark.parametrize("demo_store", ["postgres"], indirect=True)


@pytest.fixture
def fleet(nursery: Nursery, demo_store: str, tmp_path: Path) -> Iterator[Fleet]:
    """Servers that write so."""
    fleet = Fleet(nursery, demo_store, tmp_path, RINGUP_WRITES="portable")
    yield fleet
    fleet.end()
