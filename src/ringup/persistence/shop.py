"""What seldom changes of the shop, read whole and kept by the process until its version changes."""

import functools
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, Protocol, TypeVar

import msgspec
import structlog
from sqlalchemy import Table, select

from ringup.domain.facts import Promotion, PromotionAction, Shop, Store, TaxRate
from ringup.domain.geography import Country, State, Zone
from ringup.domain.methods import Calculator, PaymentMethod, ShippingMethod
from ringup.domain.promotions.loading import NotAPlugin, action_from, rule_from
from ringup.domain.returning import ReturnReason
from ringup.domain.stock import StockLocation
from ringup.persistence import schema
from ringup.persistence.session import Session
from ringup.persistence.statements import Found, Statement
from ringup.services.ports.gateway import Gateway

T = TypeVar("T")

_log = structlog.get_logger()

_STORE_CREDIT = "store_credit"
"""The gateway that spends the buyer's store credit."""
_GIFT_CARD = "gift_card"
"""The gateway that spends what is on a gift card."""


SHOP_TABLES = frozenset(
    {
        *(schema.stores, schema.countries, schema.states, schema.zones, schema.zone_countries),
        *(schema.zone_states, schema.tax_categories, schema.tax_rates),
        *(schema.shipping_methods, schema.shipping_method_zones),
        *(schema.shipping_method_categories, schema.shipping_categories),
        *(schema.payment_methods, schema.stock_locations),
        *(schema.return_reasons, schema.store_zones),
        *(schema.shipping_method_stores, schema.payment_method_stores),
        *(schema.promotions, schema.promotion_rules, schema.promotion_actions),
    }
)
"""The tables a shop is read from: a change in any of them is a change of the shop's version."""


class NoShop(LookupError):
    """The database holds no shop yet."""


class Selecting(Protocol):
    """Whatever can run a Core select."""

    async def select(self, statement: Statement) -> list[Found]:
        """Run it and give the rows."""
        ...


class KnownShop:
    """The shop as this process last read it.

    Every order that is read brings the shop's version along; ``at`` reads the shop again when the
    version is another one, on the same connection.
    """

    def __init__(self, gateways: Mapping[str, Gateway]) -> None:
        """Take the gateways by name: they know which payment method needs a card."""
        self._gateways = gateways
        self._shop: Shop | None = None

    def apart(self) -> "KnownShop":
        """Begin anew, for a transaction that changes the shop: it may yet be rolled back."""
        return KnownShop(self._gateways)

    async def current(self, session: Session) -> Shop:
        """Give the shop at the version that the database has now."""
        [[version]] = await session.fetch("SELECT version FROM shop_version")
        return await self.at(version, session)

    async def at(self, version: int, reading: Selecting) -> Shop:
        """Give the shop at this version, or a newer one."""
        known = self._shop
        if known is not None and known.version == version:
            return known
        return await self._read(reading)

    async def _read(self, reading: Selecting) -> Shop:
        self._shop = await read_shop(reading, self._gateways)
        return self._shop


async def read_shop(reading: Selecting, gateways: Mapping[str, Gateway]) -> Shop:
    """Read the whole shop. Raises ``NoShop`` before a store was set up."""
    # First: if somebody changes the shop meanwhile, the version is the older one, and the next
    # order that is read has it read again.
    [version] = await reading.select(select(schema.shop_version.c.version))
    stores = await _stores(reading)
    if not stores:
        raise NoShop("no store has been set up in this database")
    promotions = await _promotions(reading)
    locations = await _rows(reading, schema.stock_locations)
    return Shop(
        version=version["version"],
        store=max(stores.values(), key=lambda store: (store.is_default, -store.id)),
        stores=stores,
        countries=_by_id(Country, await _rows(reading, schema.countries)),
        states=_by_id(State, await _rows(reading, schema.states)),
        zones=await _zones(reading),
        tax_rates=tuple(_by_id(TaxRate, await _live(reading, schema.tax_rates)).values()),
        default_tax_category_id=await _default_tax_category(reading),
        shipping_methods=await _shipping_methods(reading),
        payment_methods=await _payment_methods(reading, gateways),
        stock_locations=_by_id(
            StockLocation, ({**row, "default": row["is_default"]} for row in locations)
        ),
        shipping_categories={
            row["id"]: row["name"] for row in await _live(reading, schema.shipping_categories)
        },
        return_reasons=_by_id(ReturnReason, await _rows(reading, schema.return_reasons)),
        promotions=promotions,
        automatic_promotions=tuple(each for each in promotions.values() if each.code is None),
        promotions_by_code={
            each.code.casefold(): each for each in promotions.values() if each.code is not None
        },
    )


async def _stores(reading: Selecting) -> Mapping[int, Store]:
    zones = await _members(reading, schema.store_zones, "store_id", "zone_id")
    return _by_id(
        Store,
        ({**row, "zone_ids": zones[row["id"]]} for row in await _rows(reading, schema.stores)),
    )


async def _zones(reading: Selecting) -> Mapping[int, Zone]:
    countries = await _members(reading, schema.zone_countries, "zone_id", "country_id")
    states = await _members(reading, schema.zone_states, "zone_id", "state_id")
    return _by_id(
        Zone,
        (
            {**row, "country_ids": countries[row["id"]], "state_ids": states[row["id"]]}
            for row in await _live(reading, schema.zones)
        ),
    )


async def _default_tax_category(reading: Selecting) -> int | None:
    categories = await _live(reading, schema.tax_categories)
    return next((row["id"] for row in categories if row["is_default"]), None)


async def _shipping_methods(reading: Selecting) -> Mapping[int, ShippingMethod]:
    of = "shipping_method_id"
    zones = await _members(reading, schema.shipping_method_zones, of, "zone_id")
    categories = await _members(
        reading, schema.shipping_method_categories, of, "shipping_category_id"
    )
    stores = await _members(reading, schema.shipping_method_stores, of, "store_id")
    return _by_id(
        ShippingMethod,
        (
            {
                **row,
                "calculator": Calculator(name=row["calculator"], settings=row["settings"]),
                "zone_ids": zones[row["id"]],
                "shipping_category_ids": categories[row["id"]],
                "store_ids": stores[row["id"]],
            }
            for row in await _live(reading, schema.shipping_methods)
        ),
    )


async def _payment_methods(
    reading: Selecting, gateways: Mapping[str, Gateway]
) -> Mapping[int, PaymentMethod]:
    found = await _rows(reading, schema.payment_methods)
    stores = await _members(reading, schema.payment_method_stores, "payment_method_id", "store_id")
    return _by_id(
        PaymentMethod,
        (
            {
                **row,
                # What an old order was paid by is still known.
                "active": row["active"] and row["deleted_at"] is None,
                "needs_card": row["gateway"] in gateways and gateways[row["gateway"]].needs_card,
                "spends_credit": row["gateway"] == _STORE_CREDIT,
                "spends_gift_card": row["gateway"] == _GIFT_CARD,
                "store_ids": stores[row["id"]],
            }
            for row in found
        ),
    )


async def _promotions(reading: Selecting) -> Mapping[int, Promotion]:
    rules = _grouped(await _rows(reading, schema.promotion_rules), "promotion_id")
    actions = _grouped(await _rows(reading, schema.promotion_actions), "promotion_id")
    found = (
        _working(row, rules[row["id"]], actions[row["id"]])
        for row in await _live(reading, schema.promotions)
    )
    return {each.id: each for each in found if each is not None}


def _working(row: Found, rules: Iterable[Found], actions: Iterable[Found]) -> Promotion | None:
    """Leave out what names a plug-in that is not there: it gives nothing, and the shop goes on."""
    try:
        return _promotion(row, rules, actions)
    except NotAPlugin as error:
        _tell_once(row["id"], str(error))
        return None


@functools.lru_cache(maxsize=1024)
def _tell_once(promotion_id: int, reason: str) -> None:
    _log.error("promotion left out", promotion_id=promotion_id, reason=reason)


def _promotion(row: Found, rules: Iterable[Found], actions: Iterable[Found]) -> Promotion:
    bare = msgspec.convert(row, Promotion)
    return msgspec.structs.replace(
        bare,
        rules=tuple(rule_from(_plugin(rule)) for rule in rules),
        actions=tuple(
            PromotionAction(id=action["id"], action=action_from(_plugin(action)))
            for action in actions
        ),
    )


def _plugin(row: Found) -> Calculator:
    return Calculator(name=row["name"], settings=row["settings"])


def _by_id(record: type[T], rows: Iterable[Found]) -> dict[int, T]:
    return {row["id"]: msgspec.convert(row, record) for row in rows}


def _grouped(rows: Iterable[Found], by: str) -> Mapping[int, list[Found]]:
    groups: defaultdict[int, list[Found]] = defaultdict(list)
    for row in rows:
        groups[row[by]].append(row)
    return groups


async def _members(
    reading: Selecting, table: Table, of: str, member: str
) -> Mapping[int, frozenset[Any]]:
    groups = _grouped(await reading.select(select(table)), of)
    members: defaultdict[int, frozenset[Any]] = defaultdict(frozenset)
    members.update({key: frozenset(row[member] for row in rows) for key, rows in groups.items()})
    return members


async def _rows(reading: Selecting, table: Table) -> list[Found]:
    return await reading.select(select(table).order_by(table.c.id))


async def _live(reading: Selecting, table: Table) -> list[Found]:
    alive = select(table).where(table.c.deleted_at.is_(None))
    return await reading.select(alive.order_by(table.c.id))
