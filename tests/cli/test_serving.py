"""A server starts, says whether it is well, finishes what it has begun, and can start again."""

import concurrent.futures
import os
import signal
import time

import httpx

from tests.cli.running import serving
from tests.cli.shopping import Buyer

SLOW_CARD = "4000000000000044"


def test_the_demo_can_be_started_again_and_is_loaded_once(tmp_path):
    for _ in range(2):
        with serving("demo", folder=tmp_path) as server:
            found = httpx.get(f"{server.address}/api/products").json()
            assert found["total_count"] == 10
            server.stop()


def test_a_stopped_server_first_finishes_the_payment_it_has_begun(tmp_path):
    slow = {"RINGUP_TEST_GATEWAY_SLOW_SECONDS": "2"}
    with serving("demo", folder=tmp_path, **slow) as server:
        buyer = Buyer(server.address)
        buyer.walk_to_confirm(SLOW_CARD)
        with concurrent.futures.ThreadPoolExecutor() as pool:
            completing = pool.submit(buyer.step)
            time.sleep(0.5)
            server.stop()
            assert completing.result()["state"] == "complete"


def test_a_connection_that_lay_idle_is_still_there_for_the_next_request(tmp_path):
    """Balancers keep theirs for a minute; one closed under them is an error for a buyer."""
    kept = httpx.Limits(max_connections=1, keepalive_expiry=60)
    with serving("demo", folder=tmp_path) as server, httpx.Client(limits=kept) as client:
        ports = []
        for idle in (0, 6):
            time.sleep(idle)
            answer = client.get(f"{server.address}/healthz")
            stream = answer.extensions["network_stream"]
            ports.append(stream.get_extra_info("client_addr")[1])
        assert ports[0] == ports[1]


def test_several_workers_share_one_store(tmp_path):
    with serving("demo", "--workers", "2", folder=tmp_path) as server:
        buyers = [Buyer(server.address) for _ in range(6)]
        for buyer in buyers:
            buyer.walk_to_confirm()
            assert buyer.step()["state"] == "complete"
        assert len({buyer.number for buyer in buyers}) == 6


def test_health_is_bad_while_the_database_is_away_and_good_again_after(durable_postgres, tmp_path):
    with serving("demo", "--database", durable_postgres.url, folder=tmp_path) as server:
        durable_postgres.stop()
        away = httpx.get(f"{server.address}/healthz", timeout=30)
        assert (away.status_code, away.json()["code"]) == (503, "unavailable")
        durable_postgres.start()
        assert httpx.get(f"{server.address}/healthz", timeout=30).status_code == 200


def test_a_killed_server_leaves_a_store_that_can_be_served_again(tmp_path):
    with serving("demo", folder=tmp_path) as server:
        buyer = Buyer(server.address)
        buyer.walk_to_confirm()
        os.killpg(server.process.pid, signal.SIGKILL)
        server.process.wait()
    with serving("demo", folder=tmp_path) as server:
        buyer.address = server.address
        assert buyer.step()["state"] == "complete"


def test_no_secret_of_a_request_is_logged(tmp_path):
    with serving("demo", folder=tmp_path) as server:
        httpx.get(f"{server.address}/api/orders?token=demo-admin-key&order_token=abc123")
        server.stop()
        lines = [line for line in server.printed.read_text().splitlines() if '"request"' in line]
        [line] = [line for line in lines if "/api/orders" in line]
        assert '"status":200' in line
        assert "demo-admin-key" not in line
        assert "abc123" not in line
