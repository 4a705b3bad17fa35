"""Vendure: a guest's checkout in eight requests to its shop API, as its storefronts make it.

A tote, who buys, both addresses, the ways to ship, one of them, on to the payment, and the payment
by its dummy handler, which authorizes and captures later. Five per cent tax, shipping at 5.00.
"""

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from bench.peers.running import Guest, NotInstalled, WrongAnswer, installing, measured, served
from bench.results import Load, Peer
from bench.serving import CannotServe, free_port
from bench.shops import PostgresShop
from tests.support.postgres import Postgres

NAME = "Vendure"
HOW = (
    "one node process, NODE_ENV=production, its default job queue and search plug-ins, no worker "
    "beside it; eight requests to the shop API, paid by the dummy handler"
)
PACKAGES = ("@vendure/core@3", "pg@8")

PROGRAM = r"""
const { bootstrap, DefaultJobQueuePlugin, DefaultLogger, DefaultSearchPlugin, LogLevel,
    dummyPaymentHandler } = require('@vendure/core');
const { populate } = require('@vendure/core/cli');
const filling = process.argv[2] === 'fill';
const config = {
    apiOptions: { port: +process.env.PORT, hostname: '127.0.0.1', adminApiPath: 'admin-api',
        shopApiPath: 'shop-api' },
    authOptions: { tokenMethod: 'cookie', cookieOptions: { secret: 'bench' },
        superadminCredentials: { identifier: 'bench', password: 'of-the-bench-only' } },
    dbConnectionOptions: { type: 'postgres', host: '127.0.0.1', port: +process.env.PGPORT,
        username: process.env.PGUSER, database: process.env.PGDATABASE, synchronize: filling,
        migrations: [], logging: false },
    paymentOptions: { paymentMethodHandlers: [dummyPaymentHandler] },
    logger: new DefaultLogger({ level: LogLevel.Warn }),
    plugins: [DefaultJobQueuePlugin, DefaultSearchPlugin.init({ bufferUpdates: false })],
    systemOptions: { telemetry: false },
};
const data = {
    defaultLanguage: 'en',
    defaultZone: 'Americas',
    countries: [{ name: 'United States', code: 'US', zone: 'Americas' }],
    taxRates: [{ name: 'Standard', percentage: 5 }],
    shippingMethods: [{ name: 'Ground', price: 500 }],
    paymentMethods: [{ name: 'Card', handler: { code: dummyPaymentHandler.code,
        arguments: [{ name: 'automaticSettle', value: 'false' }] } }],
    collections: [],
};
if (filling) {
    populate(() => bootstrap(config), data, require('path').join(__dirname, 'products.csv'))
        .then(app => app.close()).then(() => process.exit(0))
        .catch(error => { console.error(error); process.exit(1); });
} else {
    bootstrap(config).catch(error => { console.error(error); process.exit(1); });
}
"""

PRODUCTS = """\
name,slug,description,assets,facets,optionGroups,optionValues,sku,price,taxCategory,stockOnHand,\
trackInventory,variantAssets,variantFacets
Canvas Tote,canvas-tote,A tote,,,,,TOTE-01,15.99,standard,100000000,true,,
"""

TOTAL = 2179
ORDER = "{ ... on Order { id code state totalWithTax } ... on ErrorResult { errorCode message } }"
ADDRESS = {
    "fullName": "Mary Land",
    "streetLine1": "1 Charles Street",
    "city": "Baltimore",
    "province": "Maryland",
    "postalCode": "21201",
    "countryCode": "US",
    "phoneNumber": "410 555 0100",
}
BUYER = {"firstName": "Mary", "lastName": "Land", "emailAddress": "buyer@example.com"}


def measure(cluster: Postgres, folder: Path, seconds: float) -> Peer:
    """Install it into a folder, fill a database, drive it, and give the figures, or why not."""
    folder.mkdir(parents=True)
    try:
        version = _installed(folder)
        with cluster.database() as url:
            load, statements = _driven(PostgresShop(cluster, url, folder), seconds)
    except (NotInstalled, CannotServe, WrongAnswer, OSError) as error:
        return Peer(name=NAME, version="", how=HOW, left_out=str(error)[-600:])
    return Peer(name=NAME, version=version, how=HOW, load=load, statements=statements)


def _installed(folder: Path) -> str:
    if shutil.which("npm") is None or shutil.which("node") is None:
        raise NotInstalled("node and npm are not installed here")
    (folder / "package.json").write_text('{"private": true}')
    installing(["npm", "install", "--no-audit", "--no-fund", *PACKAGES], folder)
    (folder / "shop.js").write_text(PROGRAM)
    (folder / "products.csv").write_text(PRODUCTS)
    package = folder / "node_modules" / "@vendure" / "core" / "package.json"
    version: str = msgspec.json.decode(package.read_bytes())["version"]
    return version


def _driven(shop: PostgresShop, seconds: float) -> tuple[Load, float]:
    port = free_port()
    variables = {
        "NODE_ENV": "production",
        "PORT": str(port),
        "PGPORT": str(shop.cluster.port),
        "PGUSER": shop.url.partition("//")[2].partition("@")[0],
        "PGDATABASE": shop.name,
    }
    installing(["node", "shop.js", "fill"], shop.folder, **variables)
    shop.settle()
    address = f"http://127.0.0.1:{port}"
    command = ["node", "shop.js", "serve"]
    with served(command, shop.folder, address, "/health", variables) as server:
        return measured(shop, server, NAME, check_out, seconds)


async def check_out(guest: Guest) -> None:
    """Buy a tote."""
    await _told(guest, "addItemToOrder(productVariantId: 1, quantity: 1)", ORDER)
    await _told(guest, "setCustomerForOrder(input: $input)", ORDER, BUYER, "CreateCustomerInput")
    for which in ("Shipping", "Billing"):
        asked = f"setOrder{which}Address(input: $input)"
        await _told(guest, asked, ORDER, ADDRESS, "CreateAddressInput")
    ways = await _asked(guest, {"query": "{ eligibleShippingMethods { id name priceWithTax } }"})
    way = ways["eligibleShippingMethods"][0]["id"]
    await _told(guest, f'setOrderShippingMethod(shippingMethodId: ["{way}"])', ORDER)
    await _told(guest, 'transitionOrderToState(state: "ArrangingPayment")', ORDER)
    paid = await _told(guest, 'addPaymentToOrder(input: {method: "card", metadata: {}})', ORDER)
    if (paid["state"], paid["totalWithTax"]) != ("PaymentAuthorized", TOTAL):
        raise WrongAnswer(f"the payment: {paid}")


async def _told(
    guest: Guest, asked: str, fields: str, given: object = None, kind: str = ""
) -> dict[str, object]:
    """Ask for a change, and give the order it answers with."""
    head = f"mutation M($input: {kind}!)" if kind else "mutation"
    body = {"query": f"{head} {{ done: {asked} {fields} }}", "variables": {"input": given}}
    order: dict[str, object] = (await _asked(guest, body))["done"]
    if "state" not in order:
        raise WrongAnswer(f"{asked}: {order}")
    return order


async def _asked(guest: Guest, body: Mapping[str, object]) -> dict[str, Any]:
    answer = await guest.ask("POST", "/shop-api", body)
    if answer.get("errors"):
        raise WrongAnswer(f"{body['query']}: {answer['errors']}")
    found: dict[str, Any] = answer["data"]
    return found
