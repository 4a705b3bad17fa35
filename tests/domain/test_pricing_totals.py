"""The sums of an order are the sums of its parts."""

from msgspec.structs import replace

from ringup.domain.order import Adjustment, Payment, Totals
from ringup.domain.pricing.totals import totalled
from tests.domain.builders import EARLIER, TOTE, a_shipment, an_order


def adjusted(amount, source="promotion", **fields):
    known = {"id": 1, "source": source, "label": "", "amount": amount}
    return Adjustment(**(known | fields), created_at=EARLIER, updated_at=EARLIER)


def paid(captured, refunded=0):
    return Payment(
        id=1,
        payment_method_id=1,
        amount=captured,
        captured=captured,
        refunded=refunded,
        created_at=EARLIER,
        updated_at=EARLIER,
    )


def test_every_kind_of_adjustment_counts_in_its_own_sum():
    order = an_order((TOTE, 2), shipping=[5_00])
    line = replace(
        order.line_items[0],
        adjustments=(adjusted(-3_00), adjusted(1_45, "tax_rate"), adjusted(9_99, eligible=False)),
    )
    shipment = replace(order.shipments[0], adjustments=(adjusted(-5_00),))
    by_hand = adjusted(50, "manual")
    order = replace(order, line_items=(line,), shipments=(shipment,), adjustments=(by_hand,))
    assert totalled(order).totals == Totals(
        item_total=31_98,
        ship_total=5_00,
        adjustment_total=-3_00 + 1_45 - 5_00 + 50,
        promo_total=-8_00,
        additional_tax_total=1_45,
        total=30_93,
    )


def test_a_tax_in_the_price_changes_no_total_but_its_own():
    order = an_order(TOTE)
    line = replace(order.line_items[0], adjustments=(adjusted(2_67, "tax_rate", included=True),))
    totals = totalled(replace(order, line_items=(line,))).totals
    assert totals == Totals(item_total=15_99, included_tax_total=2_67, total=15_99)
    assert totals.tax_total == 2_67


def test_only_money_that_moved_is_paid():
    payments = (paid(10_00, 4_00), paid(3_00), replace(paid(0), amount=99_00, state="pending"))
    totals = totalled(an_order(TOTE, payments=payments)).totals
    assert totals.payment_total == 9_00
    assert totals.outstanding == 6_99


def test_a_shipments_cost_is_its_own_not_its_rates():
    order = an_order(TOTE, shipments=(a_shipment(5, 4_00, rates=()),))
    assert totalled(order).totals.ship_total == 4_00


def test_summing_up_again_gives_the_very_same_order():
    order = totalled(an_order(TOTE))
    assert totalled(order) is order


def test_nothing_but_the_totals_changes():
    order = an_order(TOTE)
    assert replace(totalled(order), totals=Totals()) == order
