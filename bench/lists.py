"""Lists and searches as the tables grow: an admin's pages, one request after the other."""

from collections.abc import Iterator
from urllib.parse import quote

from bench.bulk import LISTED, give_history, grow_orders
from bench.endpoints import UNLIMITED, Endpoint, driven
from bench.loads import Site, weighed
from bench.results import Growth
from bench.serving import serving
from bench.shops import Shop

ADMIN = {"X-Spree-Token": "demo-admin-key"}
OF = "orders in the tables"
WARM_UP = 0.2


def measured(shop: Shop, store: str, sizes: tuple[int, ...], seconds: float) -> Iterator[Growth]:
    """Grow the tables of a new shop to each size in turn, and ask each list.

    Raises ``endpoints.Refused``.
    """
    give_history(shop, 1)
    for size in sizes:
        grow_orders(shop, size, LISTED)
        with serving(shop.url, shop.folder, settings=UNLIMITED) as server:
            site = Site(shop, server, store)
            for endpoint in (*BY_INDEX, *ONE_BY_ONE):
                weighed(site, endpoint.name, 1, driven(endpoint, min(seconds, WARM_UP)))
                load = weighed(site, endpoint.name, 1, driven(endpoint, seconds))
                yield Growth(store=store, of=OF, size=size, load=load)


def _list(name: str, query: str) -> Endpoint:
    path = "/api/orders?" + quote(query, safe="=&")
    return Endpoint(name, lambda buyer: buyer.address.request("GET", path, None, ADMIN))


BY_INDEX = (
    _list("newest", "per_page=25"),
    _list("page 20", "per_page=25&page=20"),
    _list("complete, by date", "q[state_eq]=complete&q[s]=completed_at desc"),
    _list("not shipped", "q[shipment_state_eq]=pending"),
    _list("canceled", "q[state_eq]=canceled"),
    _list("one buyer's", "q[email_eq]=buyer77@example.com"),
    _list("by number", "q[number_eq]=R000000001"),
    _list("number contains", "q[number_cont]=R421952729"),
)
"""What an index finds."""

ONE_BY_ONE = (_list("email contains", "q[email_cont]=buyer77@"),)
"""What is looked for in one order after the other, here in vain until the oldest."""
