"""Single requests, one after the other: what each costs by itself, next to a whole checkout."""

from collections.abc import Callable, Iterator

import msgspec

from bench.loads import Prepare, Ready, Site, closing, weighed
from bench.results import Load
from ringup.cli.driving.checkout import STEPS, Buyer
from ringup.cli.driving.connection import Address
from ringup.cli.driving.crowd import crowded
from ringup.cli.driving.learning import learned

ADMIN = {"X-Spree-Token": "demo-admin-key"}
UNLIMITED = {"RINGUP_RATE_LIMITS_ORDER": "off"}
"""One order is asked for more often here than anybody may ask."""

Asks = Callable[[Buyer], bytes]


class Endpoint(msgspec.Struct, frozen=True):
    """A request that may be repeated, the answer that must come, and how far its order has got."""

    name: str
    asks: Asks
    status: int = 200
    steps: int = 0
    """How many of a checkout's seven requests come before."""


def measured(site: Site, seconds: float) -> Iterator[Load]:
    """Ask each endpoint, one request at a time; those the server does not have are left out."""
    for endpoint in ENDPOINTS:
        if _is_there(site, endpoint):
            yield weighed(site, endpoint.name, 1, driven(endpoint, seconds))


def _is_there(site: Site, endpoint: Endpoint) -> bool:
    """Whether it answers as it should at all: asked once."""
    try:
        weighed(site, endpoint.name, 1, driven(endpoint, 0.0))
    except Refused:
        return False
    return True


class Refused(Exception):
    """The endpoint gave another answer than the one that is to be measured."""


def driven(endpoint: Endpoint, seconds: float) -> Prepare:
    """Repeat an endpoint's request for so many seconds. What is driven raises ``Refused``."""

    async def prepare(address: Address) -> Ready:
        buyer = Buyer(address, await learned(address))
        for step in STEPS[: endpoint.steps]:
            await buyer.take(step)
        request = endpoint.asks(buyer)

        async def ask() -> tuple[int]:
            answer = await buyer.connection.ask(request)
            if answer.status != endpoint.status:
                raise Refused(f"{endpoint.name}: {answer.status} {answer.body[:300]!r}")
            return (answer.nanoseconds,)

        return closing(buyer.connection, lambda: crowded([ask], [endpoint.name], seconds))

    return prepare


def _of_order(method: str, path: str = "", body: object = None) -> Asks:
    return lambda buyer: buyer.request(method, f"/api/orders/{buyer.seen.number}{path}", body)


def _of_checkout(body: object = None) -> Asks:
    return lambda buyer: buyer.request("PUT", f"/api/checkouts/{buyer.seen.number}", body)


def _of_shop(method: str, path: str, body: object = None) -> Asks:
    return lambda buyer: buyer.address.request(method, path, body, ADMIN)


def _one_more(buyer: Buyer) -> bytes:
    wanted = {"line_item": {"variant_id": buyer.goods.variant_id, "quantity": 1}}
    return buyer.request("POST", f"/api/orders/{buyer.seen.number}/line_items", wanted)


_NOTE = {"order": {"special_instructions": "Ring twice."}}

ENDPOINTS = (
    Endpoint("GET /healthz", _of_shop("GET", "/healthz")),
    Endpoint("POST checkouts", _of_shop("POST", "/api/checkouts", {})),
    Endpoint("GET order (cart)", _of_order("GET"), steps=2),
    Endpoint("GET order (confirm)", _of_order("GET"), steps=6),
    Endpoint("GET order (complete)", _of_order("GET"), steps=7),
    Endpoint("POST line item", _one_more, status=201, steps=2),
    Endpoint("PUT order, a note", _of_order("PUT", body=_NOTE), steps=2),
    Endpoint("PUT checkout, refused", _of_checkout(), status=422, steps=1),
    Endpoint("PUT checkout, complete already", _of_checkout(), steps=7),
    Endpoint("GET products", _of_shop("GET", "/api/products")),
    Endpoint("GET countries", _of_shop("GET", "/api/countries?per_page=100")),
    Endpoint("GET orders", _of_shop("GET", "/api/orders")),
    Endpoint("GET an unknown order", _of_shop("GET", "/api/orders/R999999999"), status=404),
)
