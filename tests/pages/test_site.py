"""The pages as a reader's browser sees them: whole, quiet, and from this server alone."""

import contextlib
import threading
import time

import pytest
import uvicorn
from starlette.routing import Router

from ringup.pages.site import Site
from ringup.wire.spree.openapi import openapi_document
from ringup.wire.spree.routes import OPERATIONS

PAGES = ("/", "/docs", "/docs/checkouts", "/docs/catalogue", "/docs/records", "/docs/errors")


@pytest.fixture(scope="module")
def address():
    site = Site(openapi_document(OPERATIONS, "1.2.3"))
    config = uvicorn.Config(Router(site.routes()), port=0, log_level="error", lifespan="off")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    [socket] = server.servers[0].sockets
    yield f"http://127.0.0.1:{socket.getsockname()[1]}"
    server.should_exit = True
    thread.join()


@contextlib.contextmanager
def quiet(page, address):
    """No error in the console, no request to anybody else, no answer that is an error."""
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda request: _local(request.url, address, complaints))
    page.on("response", lambda answer: _good(answer, complaints))
    yield
    assert complaints == []


def _local(url, address, complaints):
    if not url.startswith(address):
        complaints.append(f"asked {url}")


def _good(answer, complaints):
    if answer.status >= 400:
        complaints.append(f"{answer.status} for {answer.url}")


@pytest.mark.parametrize("path", PAGES)
def test_a_page_opens_quietly_and_asks_nobody_else(page, address, path):
    with quiet(page, address):
        page.goto(address + path, wait_until="networkidle")
        assert page.get_by_role("heading", level=1).count() == 1
        assert "Ringup" in page.title()


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("width", [360, 800, 1440])
def test_nothing_sticks_out_at_the_side(page, address, path, width):
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(address + path)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_every_operation_is_listed_and_linked(page, address):
    page.goto(f"{address}/docs")
    listed = page.locator("[data-filter-item] .summary").all_text_contents()
    assert sorted(listed) == sorted(operation.summary for operation in OPERATIONS)
    page.get_by_role("link", name="PUT /api/checkouts/{number} Advance").click()
    assert page.url.endswith("/docs/checkouts#updateCheckout")
    assert page.locator("#updateCheckout").is_visible()


def test_the_list_can_be_filtered(page, address):
    page.goto(f"{address}/docs")
    page.get_by_label("Filter").fill("put coupon")
    shown = page.locator("[data-filter-item]:visible .path").all_text_contents()
    assert shown == [
        "/api/orders/{number}/apply_coupon_code",
        "/api/orders/{number}/remove_coupon_code",
    ]
    page.get_by_label("Filter").fill("no such thing")
    assert page.locator("[data-filter-item]:visible").count() == 0


def test_a_request_can_be_copied(page, address):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{address}/docs/checkouts")
    block = page.locator("#createCheckout .code").first
    block.get_by_role("button", name="Copy").click()
    block.get_by_role("button", name="Copied").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith(f"curl -X POST \\\n  {address}/api/checkouts \\\n")


def test_everything_is_there_without_scripts(browser, address):
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{address}/docs")
        assert page.locator("[data-filter-item]").count() == len(OPERATIONS)
        assert page.get_by_label("Filter").is_hidden()
        assert page.get_by_role("button", name="Copy").count() == 0


def test_dark_is_dark(browser, address):
    lightness = {}
    for scheme in ("light", "dark"):
        with browser.new_context(color_scheme=scheme) as context:
            page = context.new_page()
            page.goto(f"{address}/docs")
            colour = page.evaluate("getComputedStyle(document.body).backgroundColor")
            lightness[scheme] = sum(int(part) for part in colour[4:-1].split(","))
    assert lightness["dark"] < 150
    assert lightness["light"] > 600


def test_links_within_the_documentation_lead_somewhere(page, address):
    for path in PAGES:
        page.goto(address + path)
        hrefs = page.eval_on_selector_all("a[href^='/']", "all => all.map(a => a.href)")
        for href in sorted(set(hrefs)):
            where, _, anchor = href.partition("#")
            answer = page.request.get(where)
            assert answer.ok, href
            assert f'id="{anchor}"' in answer.text() if anchor else True, href


def test_an_unknown_page_says_so(page, address):
    assert page.goto(f"{address}/docs/nothing").status == 404
    assert page.get_by_role("heading", name="There is no such page").is_visible()


def test_the_browser_is_told_to_load_from_here_alone(page, address):
    headers = page.request.get(f"{address}/docs").headers
    assert headers["content-security-policy"].startswith("default-src 'self';")
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"


def test_the_document_itself_is_served(page, address):
    answer = page.request.get(f"{address}/openapi.json")
    assert answer.headers["content-type"] == "application/json"
    assert answer.json()["openapi"] == "3.1.0"


def test_what_the_document_says_is_text_on_the_page():
    document = openapi_document(OPERATIONS, "<script>alert(1)</script>")
    document["info"]["description"] = "`<b>` & <script>alert(2)</script>"
    html = (
        Site(document)
        ._templates.get_template("overview.html")
        .render(sections=(), server="", here="", introduction=document["info"]["description"])
    )
    assert "<script>alert" not in html
    assert "<code>&lt;b&gt;</code> &amp; &lt;script&gt;" in html
