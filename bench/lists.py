"""Lists and searches as the tables grow: an admin's pages, one request after the other."""

from collections.abc import Iterator
from urllib.parse import quote

from bench.bulk import grow_orders
from bench.endpoints import Endpoint, Refused, driven
from bench.loads import Site, weighed
from bench.results import Growth

ADMIN = {"X-Spree-Token": "demo-admin-key"}
OF = "orders in the tables"


def measured(site: Site, sizes: tuple[int, ...], seconds: float) -> Iterator[Growth]:
    """Grow the tables to each size in turn, and ask each list."""
    for size in sizes:
        grow_orders(site.shop, size)
        for endpoint in LISTS:
            try:
                load = weighed(site, endpoint.name, 1, driven(endpoint, seconds))
            except Refused:
                continue
            yield Growth(store=site.store, of=OF, size=size, load=load)


def _list(name: str, query: str) -> Endpoint:
    path = "/api/orders?" + quote(query, safe="=&")
    return Endpoint(name, lambda buyer: buyer.address.request("GET", path, None, ADMIN))


LISTS = (
    _list("newest", "per_page=25"),
    _list("page 20", "per_page=25&page=20"),
    _list("complete, by date", "q[state_eq]=complete&q[s]=completed_at desc"),
    _list("one buyer's", "q[email_eq]=buyer77@example.com"),
    _list("email contains", "q[email_cont]=buyer77@"),
    _list("by number", "q[number_eq]=R000000001"),
)
