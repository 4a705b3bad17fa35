"""The same races where PostgreSQL refuses whatever it cannot put in a row: nobody is told of it.

Every test of the suite can be run so, see docs/operating/reliability.md; these are so in each run.
"""

import pytest

from tests.races.test_one_order_at_once import (  # noqa: F401 - collected here once more
    test_a_change_of_the_cart_that_races_a_complete_never_changes_what_is_paid,
    test_the_same_complete_sent_thirty_times_at_once_is_one_order_and_one_charge,
    test_twenty_parallel_adds_of_one_variant_make_one_line_of_twenty,
)
from tests.races.test_the_last_items import (  # noqa: F401
    test_of_sixty_buyers_of_ten_prints_ten_get_one_and_nobody_else_pays,
)
from tests.races.test_things_that_run_out import (  # noqa: F401
    test_a_coupon_for_one_use_raced_by_twenty_buyers_is_used_exactly_once,
    test_store_credit_raced_by_two_orders_is_never_overspent,
)
from tests.support.demo_stores import SERIALIZABLE

pytestmark = pytest.mark.parametrize("demo_store", [SERIALIZABLE], indirect=True)
