"""examples/wine_shop, installed and asked over HTTP."""

import os
import shutil
import sqlite3
from pathlib import Path

import pytest

from tests.cli.running import ringup, serving
from tests.cli.shopping import MARYLAND, Buyer
from tests.support.installing import install

EXAMPLE = Path(__file__).parents[2] / "examples" / "wine_shop"
STEPS = ["age_check", "address", "delivery", "payment", "confirm", "complete"]


@pytest.fixture
def shop(tmp_path):
    """The folder of a demo store that has the example installed, and its variables."""
    install(EXAMPLE, tmp_path / "site")
    shutil.copy(EXAMPLE / "ringup.toml", tmp_path)
    path = os.pathsep.join([str(tmp_path / "site"), os.environ.get("PYTHONPATH", "")])
    return tmp_path, {"PYTHONPATH": path, "RINGUP_DATABASE": f"sqlite:///{tmp_path}/shop.db"}


def sells_for_vouchers(folder):
    with sqlite3.connect(folder / "shop.db") as database:
        database.execute(
            "INSERT INTO payment_methods (name, gateway, auto_capture, settings, position, active)"
            " VALUES ('Voucher', 'voucher', 1, '{}', 9, 1)"
        )
        database.execute("UPDATE shop_version SET version = version + 1")
    database.close()


def pays_by_voucher(buyer, method, code):
    card = {"number": code, "month": 12, "year": 2040, "name": "Ada"}
    payments = [{"payment_method_id": method}]
    return buyer.step({"payments_attributes": payments}, payment_source={str(method): card})


def test_nobody_leaves_the_age_check_unconfirmed_and_vouchers_pay_once(shop):
    folder, variables = shop
    with serving("demo", folder=folder, **variables) as server:
        sells_for_vouchers(folder)
        buyer = Buyer(server.address)
        at_check = buyer.step()
        assert (at_check["state"], at_check["checkout_steps"]) == ("age_check", STEPS)
        refused = buyer.step()
        assert refused["errors"] == {
            "metadata.age_confirmed": ["must be yes: we sell only to people of at least 18"]
        }
        at_address = buyer.step({"metadata": {"age_confirmed": "yes"}})
        assert at_address["state"] == "address"
        assert at_address["metadata"] == {"age_confirmed": "yes"}
        buyer.step({"use_billing": True, "bill_address": MARYLAND})
        methods = {each["name"]: each["id"] for each in buyer.step()["payment_methods"]}
        refused = pays_by_voucher(buyer, methods["Voucher"], "NOBODYS")
        assert refused["errors"] == {"number": ["is no voucher of ours"]}
        assert pays_by_voucher(buyer, methods["Voucher"], "wine50")["state"] == "confirm"
        placed = buyer.step()
        assert (placed["state"], placed["payment_state"]) == ("complete", "paid")
        assert placed["payments"][0]["response_code"] == "voucher-WINE50"


def test_a_step_that_is_not_installed_keeps_the_shop_closed_and_is_named(shop):
    folder, variables = shop
    shutil.rmtree(folder / "site")
    refused = ringup("migrate", folder=folder, **variables)
    refused = ringup("found", "--name", "S", "--email", "a@example.com", folder=folder, **variables)
    refused = ringup("serve", folder=folder, **variables)
    assert refused.returncode == 1
    assert refused.stderr.startswith("ringup: checkout_steps: no such step: age_check. There are:")


def test_a_package_that_cannot_be_imported_is_named_before_the_shop_opens(shop):
    folder, variables = shop
    (folder / "site" / "wine_shop" / "age_check.py").write_text("import nowhere")
    ringup("found", "--name", "S", "--email", "a@example.com", folder=folder, **variables)
    refused = ringup("serve", folder=folder, **variables)
    assert refused.returncode == 1
    assert "package wine-shop 1.0 cannot be used: to import it raises" in refused.stderr
    assert 'plugins_off = ["age_check"]' in refused.stderr


def test_the_demo_names_it_as_well_and_shows_no_trace(shop):
    folder, variables = shop
    (folder / "site" / "wine_shop" / "age_check.py").write_text("import nowhere")
    refused = ringup("demo", folder=folder, **variables)
    assert refused.returncode == 1
    assert "package wine-shop 1.0 cannot be used: to import it raises" in refused.stderr
    assert "Traceback" not in refused.stderr
    assert "to paste" not in refused.stdout
