"""The whole server keeps the limits it is given, by the address that a trusted proxy tells."""

import httpx
import pytest

from tests.cli.running import free_port, ringup, serving
from tests.cli.shopping import Buyer


def statuses(server, times, path="/api/countries/1", **headers):
    named = {name.replace("_", "-"): text for name, text in headers.items()}
    return [httpx.get(f"{server.address}{path}", headers=named).status_code for _ in range(times)]


def test_the_demo_store_limits_nothing_until_it_is_told_to(tmp_path):
    with serving("demo", folder=tmp_path) as server:
        buyer = Buyer(server.address)
        with httpx.Client() as client:
            path = f"{server.address}/api/checkouts/{buyer.number}/next"
            found = {client.put(path).status_code for _ in range(700)}
    assert found == {401}
    with serving("demo", folder=tmp_path, RINGUP_RATE_LIMITS_ADDRESS="3/hour") as server:
        assert statuses(server, 5) == [200, 200, 200, 429, 429]
        assert statuses(server, 3, "/healthz") == [200, 200, 200]


def test_a_whole_checkout_fits_and_the_next_try_is_refused_without_a_trace(tmp_path):
    (tmp_path / "ringup.toml").write_text('[rate_limits]\norder = "5/hour"\n')
    with serving("demo", folder=tmp_path) as server:
        buyer = Buyer(server.address)
        buyer.walk_to_confirm()
        assert buyer.step()["state"] == "complete"
        refused = buyer.step()
        assert refused["code"] == "too_many_requests"
        other = Buyer(server.address)
        for _ in range(5):
            other.step({"special_instructions": "kept"})
        other.step({"special_instructions": "lost"})
        admin = {"X-Spree-Token": "demo-admin-key"}
        shown = httpx.get(f"{server.address}/api/orders/{other.number}", headers=admin).json()
        assert shown["special_instructions"] == "kept"


def test_an_idempotency_key_hides_no_guess(tmp_path):
    with serving("demo", folder=tmp_path, RINGUP_RATE_LIMITS_GUESSES="2/hour") as server:
        path = f"{server.address}/api/checkouts"
        found = [
            httpx.post(
                path,
                json={"order": {"coupon_code": f"NOPE-{number}"}},
                headers={"Idempotency-Key": f"try-{number}"},
            )
            for number in (1, 2, 3)
        ]
        assert [answer.status_code for answer in found] == [422, 422, 429]


def test_who_is_no_trusted_proxy_cannot_name_an_address(tmp_path):
    with serving("demo", folder=tmp_path, RINGUP_RATE_LIMITS_ADDRESS="2/hour") as server:
        assert statuses(server, 2, X_Forwarded_For="203.0.113.1") == [200, 200]
        assert statuses(server, 1, X_Forwarded_For="203.0.113.2") == [429]


def test_the_address_is_the_last_that_is_no_trusted_proxy(tmp_path):
    settings = {
        "RINGUP_RATE_LIMITS_ADDRESS": "2/hour",
        "RINGUP_TRUSTED_PROXIES": "127.0.0.1, 10.0.0.0/8",
    }
    with serving("demo", folder=tmp_path, **settings) as server:
        for claimed in ("1.1.1.1", "2.2.2.2", "3.3.3.3"):
            last = [429] if claimed == "3.3.3.3" else [200]
            chain = f"{claimed}, 203.0.113.1, 10.1.2.3"
            assert statuses(server, 1, X_Forwarded_For=chain) == last
        assert statuses(server, 1, X_Forwarded_For="203.0.113.2") == [200]
        assert statuses(server, 2) == [200, 200]


@pytest.mark.parametrize(
    "variable, value, said",
    [
        ("RINGUP_RATE_LIMITS_ORDER", "many", "rate_limits_order"),
        ("RINGUP_RATE_LIMITS_ORDER", "0/minute", "rate_limits_order"),
        ("RINGUP_RATE_LIMITS_STORAGE", "nosuch://host", "rate_limits_storage: unknown storage"),
        ("RINGUP_TRUSTED_PROXIES", "my proxy", "trusted_proxies"),
    ],
)
def test_what_cannot_be_set_is_named_plainly(tmp_path, variable, value, said):
    settings = {"RINGUP_RATE_LIMITS_CALLER": "1/second", variable: value}
    answer = ringup("demo", "--port", str(free_port()), folder=tmp_path, **settings)
    assert answer.returncode == 1
    assert said in answer.stderr
    assert "Traceback" not in answer.stderr
