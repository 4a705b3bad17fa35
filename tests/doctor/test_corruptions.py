"""Each rule, broken by hand: the doctor names it, and of what."""

import msgspec
import pytest

from ringup.persistence.address import is_sqlite
from ringup.services.examining.findings import CLAIMS, LOGS, ORDERS, RULES, STOCK, TABLES

NOBODYS = 999_999_999
OLD = "2020-01-01T00:00:00.000Z"
MAIN = "stock_location_id = (SELECT id FROM stock_locations WHERE name = 'Main')"
PRINT = "(SELECT id FROM variants WHERE sku = 'PRINT-01')"
COAT = "(SELECT id FROM variants WHERE sku = 'COAT-01')"


class Corruption(msgspec.Struct, frozen=True):
    """How a rule is broken: of which order or thing, and what else breaks with it."""

    statements: tuple[str, ...]
    order: str = ""
    about: str = ""
    also: tuple[str, ...] = ()


def _of(order, *statements, also=()):
    return Corruption(statements, order=order, also=tuple(also))


def _shared(about, *statements, also=()):
    return Corruption(statements, about=about, also=tuple(also))


_STATES = ("payment_state_differs", "shipment_state_differs")

BREACHES = {
    "event_missing": _of("paid", "DELETE FROM events WHERE order_id = {order} AND sequence = 3"),
    "event_altered": _of(
        "paid", "UPDATE events SET actor = 'key:9' WHERE order_id = {order} AND sequence = 3"
    ),
    "log_cut_short": _of(
        "paid",
        "DELETE FROM events WHERE order_id = {order} AND sequence ="
        " (SELECT events_count FROM orders WHERE id = {order})",
    ),
    "log_goes_on": _of(
        "paid",
        "INSERT INTO events (order_id, sequence, id, type, at, actor, data, state_before,"
        " state_after, hash) SELECT order_id, sequence + 1, id + 1, type, at, actor, data,"
        " state_before, state_after, hash FROM events WHERE order_id = {order} AND sequence ="
        " (SELECT events_count FROM orders WHERE id = {order})",
        also=["event_altered"],
    ),
    "log_end_differs": _of(
        "paid",
        "UPDATE orders SET events_hash = (SELECT hash FROM events WHERE order_id = {order}"
        " AND sequence = 1) WHERE id = {order}",
    ),
    "log_tells_otherwise": _of("delivery", "UPDATE orders SET state = 'cart' WHERE id = {order}"),
    "order_unreadable": _of(
        "paid", "UPDATE payments SET state = 'nonsense' WHERE order_id = {order}"
    ),
    "number_differs": _of("paid", "UPDATE orders SET number = 'R000000001' WHERE id = {order}"),
    "totals_differ": _of(
        "paid", "UPDATE line_items SET price = price + 1 WHERE order_id = {order}"
    ),
    "payment_total_differs": _of(
        "paid",
        "UPDATE orders SET payment_total = payment_total - 1 WHERE id = {order}",
        also=_STATES,
    ),
    "captured_differs": _of(
        "paid",
        "UPDATE payments SET captured = captured - 1 WHERE order_id = {order}",
        also=["payment_total_differs"],
    ),
    "payment_state_differs": _of(
        "paid", "UPDATE orders SET payment_state = 'failed' WHERE id = {order}"
    ),
    "shipment_state_differs": _of(
        "authorized",
        "UPDATE shipments SET state = 'ready' WHERE order_id = {order}",
    ),
    "unpaid": _of(
        "authorized",
        "UPDATE payments SET state = 'failed' WHERE order_id = {order}",
        also=["payment_state_differs"],
    ),
    "underpaid": _of(
        "exchanged",
        "UPDATE payments SET amount = 0, captured = 0 WHERE order_id = {order}",
        "UPDATE orders SET payment_total = 0 WHERE id = {order}",
        also=_STATES,
    ),
    "overpaid": _of(
        "paid",
        "UPDATE payments SET amount = amount + 1, captured = captured + 1 WHERE order_id = {order}",
        "UPDATE orders SET payment_total = payment_total + 1, payment_state = 'credit_owed'"
        " WHERE id = {order}",
    ),
    "empty_order": _of("free", "DELETE FROM line_items WHERE order_id = {order}"),
    "parcels_differ": _of(
        "paid",
        "UPDATE shipment_items SET quantity = quantity + 1 WHERE order_id = {order}",
        also=["stock_claim_differs"],
    ),
    "stock_claim_differs": _of(
        "paid",
        "DELETE FROM stock_movements WHERE order_id = {order}",
        also=["stock_differs"],
    ),
    "hold_left": _of(
        "paid",
        f"UPDATE stock_holds SET order_id = {{order}} WHERE variant_id = {PRINT}",
    ),
    "hold_overdue": _of(
        "holding", f"UPDATE stock_holds SET expires_at = '{OLD}' WHERE order_id = {{order}}"
    ),
    "promotion_uses_differ": _of(
        "with_coupon",
        "DELETE FROM promotion_uses WHERE order_id = {order}",
        also=["promotion_count_differs"],
    ),
    "store_credit_differs": _of(
        "by_credit",
        "UPDATE store_credit_events SET amount = amount - 1 WHERE order_id = {order}",
        also=["store_credit_count_differs"],
    ),
    "gift_cards_differ": _of(
        "by_gift_card",
        "UPDATE gift_card_events SET amount = amount - 1 WHERE order_id = {order} AND amount = 500",
        also=["gift_card_count_differs"],
    ),
    "returns_differ": _of(
        "returned",
        "UPDATE return_items SET quantity = 2 WHERE order_id = {order} AND received_at IS NULL",
    ),
    "return_credit_differs": _of(
        "returned",
        "UPDATE return_items SET amount = amount - 1 WHERE order_id = {order}"
        " AND received_at IS NOT NULL AND restock",
    ),
    "refunds_differ": _of(
        "returned",
        "UPDATE payment_attempts SET amount = amount - 1 WHERE order_id = {order}"
        " AND kind = 'credit'",
    ),
    "placing_stuck": _of(
        "holding",
        'UPDATE orders SET "placing" = TRUE WHERE id = {order}',
        also=["stock_claim_differs"],
    ),
    "placing_too_long": _of(
        "paid",
        'UPDATE orders SET "placing" = TRUE WHERE id = {order}',
        f"UPDATE payment_attempts SET state = 'open', started_at = '{OLD}'"
        " WHERE order_id = {order} AND kind = 'authorize'",
    ),
    "attempt_overdue": _of(
        "paid",
        f"UPDATE payment_attempts SET state = 'open', started_at = '{OLD}'"
        " WHERE order_id = {order} AND kind = 'capture'",
    ),
    "payment_stuck": _of(
        "holding", "UPDATE payments SET state = 'processing' WHERE order_id = {order}"
    ),
    "stock_differs": _shared(
        "PRINT-01 at Main",
        "UPDATE stock_items SET count_on_hand = count_on_hand - 1"
        f" WHERE variant_id = {PRINT} AND {MAIN}",
    ),
    "held_differs": _shared(
        "PRINT-01 at Main",
        f"UPDATE stock_items SET held = held + 1 WHERE variant_id = {PRINT} AND {MAIN}",
    ),
    "stock_below_zero": _shared(
        "COAT-01 at Main", f"UPDATE stock_items SET backorderable = FALSE WHERE variant_id = {COAT}"
    ),
    "sold_to_nobody": _shared(
        "variant",
        f"UPDATE stock_movements SET order_id = {NOBODYS} WHERE order_id = {{paid}}",
        also=["stock_claim_differs"],
    ),
    "promotion_count_differs": _shared(
        "promotion", "UPDATE promotions SET used = used + 1 WHERE code = 'ONCE'"
    ),
    "promotion_broken": _shared(
        "promotion",
        "UPDATE promotion_actions SET name = 'gone' WHERE promotion_id ="
        " (SELECT id FROM promotions WHERE code = 'OLDCODE')",
    ),
    "promotion_over_limit": _shared(
        "promotion", "UPDATE promotions SET usage_limit = 0 WHERE code = 'ONCE'"
    ),
    "store_credit_count_differs": _shared(
        "store credit", "UPDATE store_credits SET used = used - 1"
    ),
    "store_credit_overspent": _shared("store credit", "UPDATE store_credits SET amount = used - 1"),
    "spent_by_nobody": _shared(
        "store credit",
        f"UPDATE store_credit_events SET order_id = {NOBODYS}",
        also=["store_credit_differs"],
    ),
    "gift_card_count_differs": _shared(
        "gift card", "UPDATE gift_cards SET used = used - 1 WHERE amount = 500"
    ),
    "gift_card_overspent": _shared(
        "gift card", "UPDATE gift_cards SET amount = used - 1 WHERE amount = 500"
    ),
    "gift_card_spent_by_nobody": _shared(
        "gift card",
        f"UPDATE gift_card_events SET order_id = {NOBODYS} WHERE amount = 500",
        also=["gift_cards_differ"],
    ),
    "orphaned": _shared(
        "stock_holds", f"UPDATE stock_holds SET order_id = {NOBODYS} WHERE variant_id = {PRINT}"
    ),
    "counter_behind": _shared(
        "id counter orders", "UPDATE id_counters SET next = 1 WHERE name = 'orders'"
    ),
}


def test_every_rule_is_broken_here():
    assert set(BREACHES) == {**LOGS, **ORDERS, **STOCK, **CLAIMS, **TABLES}.keys()


@pytest.mark.parametrize("rule", BREACHES)
async def test_what_breaks_a_rule_is_found_and_named(shop, rule):
    breach = BREACHES[rule]
    ids = {"paid": shop.order_id("paid")}
    if breach.order:
        ids["order"] = shop.order_id(breach.order)
    statements = [statement.format(**ids) for statement in breach.statements]
    await shop.tampered(*statements)
    found = await shop.examined()
    assert {finding.rule for finding in found} - {rule} == set(breach.also)
    named = [finding for finding in found if finding.rule == rule]
    about = f"order {shop.numbers[breach.order]}" if breach.order else breach.about
    assert named
    for finding in named:
        assert finding.about.startswith(about)
        assert finding.expected != finding.found
        assert finding.mend == RULES[rule].mend


TAMPERED = {
    "type": "'order.moved'",
    "actor": "'key:9'",
    "data": "'{}'",
    "at": f"'{OLD}'",
    "state_before": "'payment'",
    "state_after": "'payment'",
}


@pytest.mark.parametrize("column", [*TAMPERED, "hash"])
async def test_no_column_of_an_event_is_altered_unseen(shop, column):
    blank = "x'00'" if is_sqlite(shop.url) else "'\\x00'"
    value = TAMPERED.get(column, blank)
    order = shop.order_id("paid")
    await shop.tampered(
        f"UPDATE events SET {column} = {value} WHERE order_id = {order} AND sequence = 2"
    )
    found = await shop.examined()
    assert {finding.rule for finding in found} == {"event_altered"}
    assert {finding.about for finding in found} == {f"order {shop.numbers['paid']}"}


async def test_two_events_that_change_places_are_seen(shop):
    order = shop.order_id("paid")
    at = f"UPDATE events SET sequence = {{}} WHERE order_id = {order} AND sequence = {{}}"
    await shop.tampered(at.format(1002, 2), at.format(2, 3), at.format(3, 1002))
    found = await shop.examined()
    assert {finding.rule for finding in found} == {"event_altered"}
    assert len(found) >= 2


async def test_an_altered_event_is_found_even_with_its_hash_made_right_again(shop):
    """Then the next one does not cover it."""
    order = shop.order_id("paid")
    await shop.tampered(
        f"UPDATE events SET hash = (SELECT hash FROM events WHERE order_id = {order}"
        f" AND sequence = 4) WHERE order_id = {order} AND sequence = 2"
    )
    found = await shop.examined()
    assert any("event 3" in finding.expected for finding in found)


async def test_a_whole_log_that_is_gone_is_missed(shop):
    await shop.tampered(f"DELETE FROM events WHERE order_id = {shop.order_id('paid')}")
    [finding] = await shop.examined()
    assert finding.rule == "log_cut_short"
    assert finding.found == "0"


@pytest.mark.parametrize(
    "table, column",
    [
        ("line_items", "variant_id"),
        ("payments", "payment_method_id"),
        ("shipments", "stock_location_id"),
        ("shipment_items", "line_item_id"),
        ("adjustments", "line_item_id"),
        ("events", "order_id"),
        ("prices", "variant_id"),
    ],
)
async def test_what_points_nowhere_is_found(shop, table, column):
    await shop.tampered(
        f"UPDATE {table} SET {column} = {NOBODYS}"
        f" WHERE {column} = (SELECT max({column}) FROM {table})"
    )
    found = [each for each in await shop.examined() if each.rule == "orphaned"]
    assert any(each.about.startswith(table) and str(NOBODYS) in each.expected for each in found), (
        found
    )
