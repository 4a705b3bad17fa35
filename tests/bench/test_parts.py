"""The parts of the bench that reckon: percentiles, captured statements, scripts, figures, plots."""

from pathlib import Path
from xml.etree import ElementTree as ET

import msgspec
import pytest

import ringup
from bench import hot_row
from bench.__main__ import options, plan_of, together, with_portable_of
from bench.captured import Captured, Checkout, pieces_of, varying
from bench.floor_postgresql import parameters_in, script_of, statements_in
from bench.floor_sqlite import Another
from bench.goals import Goal
from bench.machine import this_machine
from bench.profiling import profile_of
from bench.results import PORTABLE, Cost, Growth, Load, Results, Statements
from bench.sampled import place_of
from bench.svg import Bar, Curve, bars, curves
from bench.table import Table, checkouts_of, figure, statements_of
from ringup.cli.driving.crowd import waits_of

replace = msgspec.structs.replace
OURS = Path(ringup.__file__).parent
ORDER = 300_000_031
CHILD = ORDER << 22 | 7
EVENT = 891_355_387_966_283


def test_percentiles_are_measured_values_in_milliseconds():
    [waits] = waits_of({"create": [number * 1_000_000 for number in range(1, 101)]})
    assert (waits.count, waits.p50, waits.p95, waits.p99, waits.worst) == (100, 51, 96, 100, 100)


def test_all_requests_together_are_summed_up_too():
    assert [each.name for each in waits_of({"a": [1], "b": [2]})] == ["a", "b", "any request"]


@pytest.mark.parametrize(
    "number, how",
    [(ORDER, "order"), (CHILD, ""), (EVENT, "unique"), (2179, ""), (200_000_000_012, "unique")],
)
def test_of_an_orders_numbers_its_own_id_and_the_shops_unique_ones_vary(number, how):
    assert varying(number, ORDER) == how


def test_a_text_is_cut_where_numbers_vary_and_nowhere_else():
    text = f'{{"id":{ORDER},"child":{CHILD},"at":"2026-11-23T16:54:21.515000Z","event":{EVENT}}}'
    pieces = list(pieces_of(text, ORDER))
    assert "".join(piece.text for piece in pieces) == text
    assert [piece.varies for piece in pieces if piece.varies] == ["order", "unique"]


def test_parameters_are_read_from_the_log_as_they_were():
    assert parameters_in("$1 = '7', $2 = NULL, $3 = 'it''s, $4 = ''no'''") == (
        "7",
        None,
        "it's, $4 = 'no'",
    )


def test_statements_of_one_database_are_read_from_the_log():
    log = (
        "@@shop LOG:  statement: BEGIN; SELECT 1 FROM orders WHERE id = 7 FOR UPDATE\n"
        "@@other LOG:  statement: SELECT 2\n"
        "@@shop LOG:  execute __asyncpg_stmt_1__: SELECT $1::bigint\n"
        "@@shop DETAIL:  parameters: $1 = '7'\n"
        "@@shop LOG:  statement: COMMIT\n"
    )
    assert list(statements_in(log, "shop")) == [
        Captured("BEGIN"),
        Captured("SELECT 1 FROM orders WHERE id = 7 FOR UPDATE", with_last=True),
        Captured("SELECT $1::bigint", ("7",)),
        Captured("COMMIT"),
    ]


def test_a_statement_that_the_server_knows_by_name_is_written_out():
    log = (
        "@@shop LOG:  statement: SET LOCAL x TO off; EXECUTE ringup_1(7, '2026'); COMMIT\n"
        "@@shop DETAIL:  prepare: PREPARE ringup_1 AS SELECT $2, $1; SET LOCAL x TO off; COMMIT\n"
    )
    assert [said.sql for said in statements_in(log, "shop")] == [
        "SET LOCAL x TO off",
        "SELECT '2026', 7",
        "COMMIT",
    ]


def test_a_script_varies_the_order_and_hides_colons_from_pgbench():
    said = (
        Captured(f"SELECT 1 FROM orders WHERE id = {ORDER} FOR UPDATE"),
        Captured(
            "SELECT $1::bigint, $2, to_char(now(), 'HH24:MI'), $3, $4",
            (str(ORDER), f'[{{"order_id":{ORDER}}}]', "as it is", None),
        ),
    )
    script = script_of(Checkout(ORDER, said))
    lines = script.whole.removeprefix(script.making).splitlines()
    assert lines == [
        "SELECT 1 FROM orders WHERE id = :oid FOR UPDATE;",
        r"SELECT :oid::bigint, :p1_1, to_char(now(), E'HH24\x3aMI'), :p1_2, NULL;",
    ]
    assert r"""E'[{"order_id"\x3a' || v.o || '}]' AS p1_1""" in script.making
    assert script.constants == {"p1_2": "as it is"}


def test_another_orders_parameters_differ_in_what_varies_alone():
    other = Another(ORDER, 500_000_000, 1_000)
    given = {"order_id": ORDER, "id": CHILD, "event": EVENT, "flag": True, "rows": f"[{ORDER}]"}
    assert other.arguments(given) == {
        "order_id": 500_000_000,
        "id": CHILD,
        "event": EVENT + 1_000,
        "flag": True,
        "rows": "[500000000]",
    }


@pytest.mark.parametrize(
    "number, written",
    [
        (None, "–"),
        (0.04321, "0.043"),
        (1.5, "1.50"),
        (21.7949, "21.8"),
        (130, "130"),
        (12345.6, "12,346"),
    ],
)
def test_figures_show_three_digits_that_mean_something(number, written):
    assert figure(number) == written


def test_an_aim_is_reached_or_not_or_was_not_measured():
    assert Goal("ms", 7.0, 6.9).is_reached is True
    assert Goal("a second", 130.0, 129.0, at_least=True).is_reached is False
    assert Goal("ms", 7.0, None).is_reached is None


def test_a_table_is_written_for_terminals_and_for_pages():
    table = Table("Sales", ["", "sold"], [["sqlite", "10"]])
    assert table.text() == "Sales\n------  ----\n        sold\nsqlite    10"
    assert table.markdown() == "|  | sold |\n| --- | ---: |\n| sqlite | 10 |"


def test_plots_are_well_formed_and_name_what_they_show():
    drawn = (
        bars("Cost", "ms", [Bar("a < b", (1.0, 2.0))], ("server", "database")),
        curves("Rate", "buyers", "a second", [Curve("sqlite", ((1, 10.0), (128, 30.0)))]),
    )
    for svg in drawn:
        texts = [each.text for each in ET.fromstring(svg).iter() if each.text]  # noqa: S314 - our own
        assert any(name in texts for name in ("a < b", "sqlite"))


def test_a_profile_gives_each_part_its_share_and_names_the_functions_seen_most():
    samples = {("domain", "tax.taxed"): 3, ("domain", "totals.totals_of"): 1, ("web", "body"): 4}
    profile = profile_of("sqlite", 2, samples)
    assert (profile.samples, profile.checkouts) == (8, 2)
    assert profile.parts == {"domain": 0.5, "web": 0.5}
    assert list(profile.functions.items())[:2] == [("body", 0.5), ("tax.taxed", 0.375)]


@pytest.mark.parametrize(
    "path, part",
    [
        (f"{OURS}/domain/pricing/tax.py", "domain"),
        (f"{OURS}/persistence/sqlite_session.py", "database"),
        (f"{OURS}/persistence/reading.py", "persistence"),
        (f"{OURS}/app.py", "app"),
        ("/ringup/.venv/site-packages/asyncpg/pool.py", "database"),
        ("/x/site-packages/asyncpg/connection.py", "database"),
        ("/x/site-packages/uvicorn/server.py", "server"),
        ("/x/lib/python3.11/contextlib.py", None),
    ],
)
def test_a_sample_belongs_to_a_part_or_to_whoever_called(path, part):
    assert place_of(path) == part


def test_growth_that_was_measured_later_is_shown_with_the_first_run():
    first, later = grown(("lines", 1, 5.0), ("lines", 10, 6.0)), grown(("lines", 10, 7.0))
    shown = together([first, later]).growth
    assert [(each.size, each.load.seconds) for each in shown] == [(1, 5.0), (10, 7.0)]


def grown(*found):
    return Results(
        made_at="",
        options={},
        machine=this_machine(),
        growth=[Growth(store="sqlite", of=of, size=size, load=taking(s)) for of, size, s in found],
    )


def taking(seconds):
    return Load(
        store="sqlite",
        what="checkout",
        buyers=1,
        workers=1,
        done=1,
        seconds=seconds,
        per_second=1.0,
        waits=(),
        cost=Cost(server=1.0, database=None, client=1.0),
    )


def test_a_number_within_a_hash_is_none():
    hashed = f"\\x1f{EVENT}ab"
    assert [piece.text for piece in pieces_of(hashed, ORDER)] == [hashed]


def test_of_a_checkout_the_last_request_sells_and_of_it_one_trip_takes():
    takes = (
        "WITH part_0 AS (UPDATE stock_items SET held = 0 WHERE variant_id = 1 AND stock_location_id"
        f" = 1), part_1 AS (INSERT INTO stock_movements VALUES (1, 1, {ORDER}, -1, {EVENT})) SELECT"
    )
    said = (
        *(Captured("BEGIN"), Captured("INSERT INTO orders"), Captured("COMMIT")),
        *(Captured("BEGIN"), Captured("UPDATE orders"), Captured("SET LOCAL x TO off")),
        *(Captured(takes, with_last=True), Captured("COMMIT", with_last=True)),
        *(Captured("BEGIN"), Captured("UPDATE payments"), Captured("COMMIT")),
    )
    parts = hot_row.parts_of(Checkout(ORDER, said))
    assert "INSERT INTO orders;" in parts.before.whole
    assert "UPDATE orders" not in parts.before.whole
    assert [line for line in parts.sale.whole.splitlines() if line.startswith("UPDATE")] == [
        "UPDATE orders;",
        "UPDATE payments;",
    ]
    assert "UPDATE" not in parts.taking.whole.replace("UPDATE stock_items", "")
    assert "variant_id = :v AND stock_location_id = 1" in parts.taking.whole
    assert "VALUES (:v, 1, :oid, -1, :u2_3)" in parts.taking.whole
    assert parts.taking.whole.count("\\startpipeline") == 1


def run_of(*found):
    return replace(
        grown(),
        checkouts=[replace(taking(1.0), store=store, per_second=rate) for store, rate, _ in found],
        statements=[
            Statements(store=store, by_step={"create": count}, transactions={"create": 1})
            for store, _, count in found
        ],
    )


def test_the_portable_form_measured_later_takes_the_place_of_what_was_measured_of_it():
    earlier = run_of(("postgresql", 90.0, 2), (PORTABLE, 50.0, 9), ("sqlite", 120.0, 3))
    later = run_of((PORTABLE, 60.0, 6))
    later.failures.append("a failure")
    merged = with_portable_of(earlier, later)
    assert [(load.store, load.per_second) for load in merged.checkouts] == [
        ("postgresql", 90.0),
        ("sqlite", 120.0),
        (PORTABLE, 60.0),
    ]
    assert [(each.store, each.by_step["create"]) for each in merged.statements] == [
        ("postgresql", 2),
        ("sqlite", 3),
        (PORTABLE, 6),
    ]
    assert merged.failures == ["a failure"]


def test_the_portable_form_alone_is_a_plan_of_postgresql_alone():
    plan = plan_of(options().parse_args(["--portable", "--quick"]))
    assert (plan.stores, plan.portable_only, plan.lists_only) == (("postgresql",), True, False)


def test_the_table_shows_the_portable_form_beside_the_others():
    shown = run_of(("postgresql", 90.0, 2), (PORTABLE, 60.0, 6))
    assert [row[0] for row in checkouts_of(shown.checkouts).rows] == ["postgresql", PORTABLE]
    assert [row[:2] for row in statements_of(shown.statements).rows] == [
        ["postgresql", "2"],
        [PORTABLE, "6"],
    ]
