"""django-oscar-api: a guest's checkout in four requests, as its documentation shows it.

Basket, a tote into it, the ways to ship, and the checkout with both addresses. Nothing is paid, no
tax is reckoned, and shipping is free, as in its sandbox: it does less than a checkout here.
"""

import sys
import venv
from pathlib import Path

import msgspec

from bench.peers.running import Guest, NotInstalled, WrongAnswer, installing, measured, served
from bench.results import Load, Peer
from bench.serving import CannotServe, free_port
from bench.shops import PostgresShop
from tests.support.postgres import Postgres

NAME = "django-oscar-api"
HOW = (
    "gunicorn with one process and kept-alive connections, persistent database connections, "
    "DEBUG off; basket, product, shipping methods, checkout; without payment and tax"
)
PACKAGES = ("django-oscar-api", "psycopg[binary]", "gunicorn", "setuptools")

SETTINGS = """
import os
from oscar.defaults import *

SECRET_KEY = "bench"
DEBUG = False
ALLOWED_HOSTS = ["*"]
USE_TZ = True
SITE_ID = 1
ROOT_URLCONF = "urls"
DEFAULT_AUTO_FIELD = "django.db.models.AutoField"
OSCAR_ALLOW_ANON_CHECKOUT = True
OSCAR_DEFAULT_CURRENCY = "USD"
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "HOST": "127.0.0.1",
        "PORT": os.environ["PGPORT"],
        "USER": os.environ["PGUSER"],
        "NAME": os.environ["PGDATABASE"],
        "CONN_MAX_AGE": None,
    }
}
HAYSTACK_CONNECTIONS = {"default": {"ENGINE": "haystack.backends.simple_backend.SimpleEngine"}}
_NAMES = ["analytics", "checkout", "address", "shipping", "catalogue", "communication", "partner"]
_NAMES += ["basket", "payment", "offer", "order", "customer", "search", "voucher", "wishlists"]
_NAMES += ["dashboard"]
_DASHBOARD = ["reports", "users", "orders", "catalogue", "offers", "partners", "pages", "ranges"]
_DASHBOARD += ["reviews", "vouchers", "communications", "shipping"]
INSTALLED_APPS = [
    *(f"django.contrib.{name}" for name in ("admin", "auth", "contenttypes", "sessions")),
    *(f"django.contrib.{name}" for name in ("messages", "staticfiles", "sites", "flatpages")),
    "oscar.config.Shop",
    *(f"oscar.apps.{name}.apps.{name.title()}Config" for name in _NAMES),
    "oscar.apps.catalogue.reviews.apps.CatalogueReviewsConfig",
    *(f"oscar.apps.dashboard.{name}.apps.{name.title()}DashboardConfig" for name in _DASHBOARD),
    *("widget_tweaks", "haystack", "treebeard", "django_tables2"),
    *("rest_framework", "oscarapi"),
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "oscarapi.middleware.ApiBasketMiddleWare",
]
TEMPLATES = [
    {"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True, "OPTIONS": {
        "context_processors": [
            "django.template.context_processors.request",
            "django.contrib.auth.context_processors.auth",
            "django.contrib.messages.context_processors.messages",
        ],
    }},
]
STATIC_URL = "/static/"
"""

URLS = """
from django.urls import include, path

urlpatterns = [path("api/", include("oscarapi.urls"))]
"""

WSGI = """
from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()
"""

FILL = """
import django

django.setup()

from decimal import Decimal

from django.contrib.sites.models import Site
from oscar.apps.address.models import Country
from oscar.apps.catalogue.models import Product, ProductClass
from oscar.apps.partner.models import Partner, StockRecord

Site.objects.update_or_create(id=1, defaults={"domain": "127.0.0.1", "name": "bench"})
Country.objects.create(
    iso_3166_1_a2="US", iso_3166_1_a3="USA", iso_3166_1_numeric="840", name="United States",
    printable_name="United States", is_shipping_country=True,
)
kind = ProductClass.objects.create(name="Things", track_stock=True, requires_shipping=True)
tote = Product.objects.create(title="Canvas Tote", product_class=kind, structure="standalone")
StockRecord.objects.create(
    product=tote, partner=Partner.objects.create(name="Us"), partner_sku="TOTE-01",
    price_currency="USD", price=Decimal("15.99"), num_in_stock=100_000_000,
)
"""


def measure(cluster: Postgres, folder: Path, seconds: float) -> Peer:
    """Install it into a folder, fill a database, drive it, and give the figures, or why not."""
    folder.mkdir(parents=True)
    try:
        python = _installed(folder)
        version = _version(python, folder)
        with cluster.database() as url:
            shop = PostgresShop(cluster, url, folder)
            load, statements = _driven(python, shop, seconds)
    except (NotInstalled, CannotServe, WrongAnswer, OSError) as error:
        return Peer(name=NAME, version="", how=HOW, left_out=str(error)[-600:])
    return Peer(name=NAME, version=version, how=HOW, load=load, statements=statements)


def _installed(folder: Path) -> Path:
    venv.create(folder / "venv", with_pip=True)
    python = folder / "venv" / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    installing([python, "-m", "pip", "install", "--quiet", *PACKAGES], folder)
    files = {"settings": SETTINGS, "urls": URLS, "wsgi": WSGI, "fill": FILL}
    for name, text in files.items():
        (folder / f"{name}.py").write_text(text)
    return python


def _version(python: Path, folder: Path) -> str:
    told = folder / "version"
    code = (
        "import importlib.metadata as m, sys; open(sys.argv[1], 'w').write(m.version(sys.argv[2]))"
    )
    installing([python, "-c", code, told, NAME], folder)
    return told.read_text()


def _driven(python: Path, shop: PostgresShop, seconds: float) -> tuple[Load, float]:
    variables = {
        "DJANGO_SETTINGS_MODULE": "settings",
        "PGPORT": str(shop.cluster.port),
        "PGUSER": shop.url.partition("//")[2].partition("@")[0],
        "PGDATABASE": shop.name,
    }
    installing(
        [python, "-m", "django", "migrate", "--verbosity", "0"], shop.folder, **_own(variables)
    )
    installing([python, "fill.py"], shop.folder, **_own(variables))
    shop.settle()
    port = free_port()
    options = (
        "--workers",
        "1",
        "--worker-class",
        "gthread",
        "--threads",
        "4",
        "--keep-alive",
        "60",
    )
    command: list[str | Path] = [
        python,
        "-m",
        "gunicorn",
        "wsgi",
        "--bind",
        f"127.0.0.1:{port}",
        *options,
    ]
    address = f"http://127.0.0.1:{port}"
    with served(command, shop.folder, address, "/api/products/", _own(variables)) as server:
        return measured(shop, server, NAME, check_out, seconds)


def _own(variables: dict[str, str]) -> dict[str, str]:
    """Let its programs find their own files alone."""
    return {**variables, "PYTHONPATH": "."}


async def check_out(guest: Guest) -> None:
    """Buy a tote."""
    host = f"http://{guest.address.host}:{guest.address.port}/api"
    where = {
        "country": f"{host}/countries/US/",
        "first_name": "Mary",
        "last_name": "Land",
        "line1": "1 Charles Street",
        "line4": "Baltimore",
        "state": "Maryland",
        "postcode": "21201",
        "phone_number": "+1 410 555 0100",
    }
    basket = await guest.ask("GET", "/api/basket/")
    wanted = {"url": f"{host}/products/1/", "quantity": 1}
    await guest.ask("POST", "/api/basket/add-product/", wanted)
    await guest.ask("POST", "/api/basket/shipping-methods/", where)
    placing = {
        "basket": basket["url"],
        "guest_email": "buyer@example.com",
        "shipping_address": where,
        "billing_address": where,
    }
    order = await guest.ask("POST", "/api/checkout/", placing)
    if order.get("total_incl_tax") != "15.99" or not order.get("number"):
        raise WrongAnswer(f"checkout: {msgspec.json.encode(order)[:600]!r}")
