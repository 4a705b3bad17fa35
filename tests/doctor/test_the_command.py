"""``ringup doctor`` as people call it: what it says, and what it ends with."""

import json
import subprocess
import sys

from ringup.services.examining.findings import RULES


def _doctor(shop, *options):
    command = [sys.executable, "-m", "ringup", "doctor", "--database", shop.url, *options]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)


def test_a_healthy_shop_ends_with_nothing_wrong(shop):
    told = _doctor(shop, "--ledger", str(shop.ledger))
    assert told.returncode == 0, told.stderr
    assert told.stdout.startswith(f"Examined {len(shop.numbers)} orders, ")
    assert told.stdout.endswith(" charges: nothing is wrong.\n")
    assert told.stderr == ""


async def test_what_is_wrong_is_told_with_what_to_do(shop):
    await shop.tampered(
        f"UPDATE orders SET payment_state = 'failed' WHERE id = {shop.order_id('paid')}",
    )
    told = _doctor(shop)
    assert told.returncode == 1
    about = f"error: order {shop.numbers['paid']}: payment_state_differs\n"
    rule = RULES["payment_state_differs"]
    assert about in told.stdout
    for line in (rule.holds, "expected  paid", "found     failed", rule.mend):
        assert f"  {line}\n" in told.stdout
    assert "1 errors, 0 warnings (payment_state_differs 1)." in told.stdout


async def test_a_warning_alone_is_no_error(shop):
    await shop.tampered(
        "UPDATE stock_holds SET expires_at = '2020-01-01T00:00:00.000Z'"
        f" WHERE order_id = {shop.order_id('holding')}"
    )
    told = _doctor(shop)
    assert (told.returncode, "warning: order" in told.stdout) == (0, True)


async def test_findings_are_told_as_json(shop):
    healthy = json.loads(_doctor(shop, "--json").stdout)
    assert (healthy["findings"], healthy["errors"], healthy["warnings"]) == ([], 0, 0)
    order = shop.order_id("paid")
    await shop.tampered(
        "UPDATE orders SET payment_state = 'failed', shipment_state = 'canceled'"
        f" WHERE id = {order}"
    )
    told = _doctor(shop, "--json")
    found = json.loads(told.stdout)
    assert told.returncode == 1
    assert found["errors"] == len(found["findings"]) == 2
    assert found["examined"]["orders"] == len(shop.numbers)
    assert set(found["findings"][0]) == {
        *("rule", "about", "expected", "found", "weight", "holds", "mend"),
    }


def test_books_that_are_none_are_told_plainly(shop, tmp_path):
    told = _doctor(shop, "--ledger", str(tmp_path / "none.db"))
    assert told.returncode == 1
    assert "holds no books of the test gateway" in told.stderr
    assert "Traceback" not in told.stderr
