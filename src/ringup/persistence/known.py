"""What a process keeps between transactions of what it has read, each thing under its version.

Every read of an order brings the versions along, of the shop and the catalogue, and compares the
order's own, so nothing kept here is ever used past its time. Only what was committed is kept: what
a transaction reads of its own changes could still be undone.
"""

from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from operator import attrgetter, is_
from typing import Any, TypeVar

import msgspec

from ringup.domain.facts import Facts
from ringup.domain.order import Order
from ringup.domain.variants import Variant
from ringup.persistence import schema
from ringup.persistence.shop import KnownShop
from ringup.services.ports.gateway import Gateway

T = TypeVar("T", bound=msgspec.Struct)

replace = msgspec.structs.replace

CATALOGUE_TABLES = frozenset(
    {
        *(schema.products, schema.variants, schema.prices, schema.images, schema.product_taxons),
        *(schema.option_types, schema.option_values, schema.variant_option_values),
    }
)
"""The tables a variant is read from: a change in any of them is a change of the catalogue's
version. Stock is not among them: that is read afresh each time."""

MOST_VARIANTS = 2_000
MOST_GOODS = 1_200
"""Of how many variants the facts are kept: of an order of a thousand lines, too."""
MOST_RECORDS = 3_000
"""How many records the orders that are kept may have in all: some three megabytes."""

_by_id = attrgetter("id")
_OF_ORDER = ("line_items", "shipments", "payments", "adjustments", "coupons", "attempts", "returns")
_OF_LINE = ("adjustments",)
_OF_SHIPMENT = ("rates", "items", "adjustments")
_OF_RETURN = ("items",)


class KnownVariants:
    """Variants at one version of the catalogue, without their stock."""

    def __init__(self, most: int = MOST_VARIANTS) -> None:
        """Begin with none."""
        self._most = most
        self._version = 0
        self._variants: OrderedDict[int, Variant] = OrderedDict()

    def at(self, version: int, ids: Iterable[int]) -> dict[int, Variant]:
        """Give those of the variants that are known at this version."""
        if version != self._version:
            self._variants.clear()
            self._version = version
        known = {id_: self._variants[id_] for id_ in ids if id_ in self._variants}
        for id_ in known:
            self._variants.move_to_end(id_)
        return known

    def keep(self, variants: Mapping[int, Variant]) -> None:
        """Keep these, read at the version last asked for, in place of those longest not asked for.

        They may be newer than that, where somebody changed them meanwhile; the next read tells.
        """
        self._variants.update(variants)
        while len(self._variants) > self._most:
            self._variants.popitem(last=False)


class KnownOrders:
    """The orders last read or saved, as they were committed."""

    def __init__(self, most: int = MOST_RECORDS) -> None:
        """Begin with none; ``most`` is how many records they may have in all."""
        self._most = most
        self._records = 0
        self._orders: OrderedDict[int, Order] = OrderedDict()

    def get(self, order_id: int) -> Order | None:
        """Give an order as it was when last seen."""
        return self._orders.get(order_id)

    def keep(self, order: Order) -> None:
        """Keep an order, in place of the one longest not seen where there is no room."""
        if self._orders.get(order.id) is order:
            self._orders.move_to_end(order.id)
            return
        self._forget(self._orders.pop(order.id, None))
        self._orders[order.id] = _as_read(order)
        self._records += _records(order)
        while self._records > self._most:
            _, oldest = self._orders.popitem(last=False)
            self._forget(oldest)

    def _forget(self, order: Order | None) -> None:
        if order is not None:
            self._records -= _records(order)


class Goods(msgspec.Struct, frozen=True):
    """What was read of an order's things to buy: the catalogue's version, their stock, its holds.

    Both are texts, as the database gave them: the same text is the same stock.
    """

    catalogue_version: int
    stock: str
    holds: str


class KnownGoods:
    """The facts that orders were last given, with the goods as they were read for them."""

    def __init__(self, most: int = MOST_GOODS) -> None:
        """Begin with none; ``most`` is how many variants they may have in all.

        One without any counts for one.
        """
        self._most = most
        self._variants = 0
        self._facts: OrderedDict[int, tuple[Goods, Facts]] = OrderedDict()

    def get(self, order_id: int, goods: Goods) -> Facts | None:
        """Give the facts of an order whose goods were the same when it was last read."""
        found = self._facts.get(order_id)
        return found[1] if found is not None and found[0] == goods else None

    def keep(self, order_id: int, goods: Goods, facts: Facts) -> None:
        """Keep an order's facts, in place of those longest not asked for where there is no room."""
        self._forget(self._facts.pop(order_id, None))
        self._facts[order_id] = goods, facts
        self._variants += 1 + len(facts.variants)
        while self._variants > self._most:
            self._forget(self._facts.popitem(last=False)[1])

    def _forget(self, known: tuple[Goods, Facts] | None) -> None:
        if known is not None:
            self._variants -= 1 + len(known[1].variants)


class Known(msgspec.Struct, frozen=True):
    """All that a process keeps."""

    shop: KnownShop
    variants: KnownVariants
    goods: KnownGoods
    orders: KnownOrders

    def apart(self) -> "Known":
        """Begin anew, for a transaction that changes what versions stand for."""
        return Known(self.shop.apart(), KnownVariants(), KnownGoods(), self.orders)


def nothing_known(gateways: Mapping[str, Gateway]) -> Known:
    """Begin without having read anything."""
    return Known(KnownShop(gateways), KnownVariants(), KnownGoods(), KnownOrders())


def _records(order: Order) -> int:
    """Tell how many records an order may have, itself included."""
    return 1 + order.last_child


def _as_read(order: Order) -> Order:
    """Put an order's children into the order they are read in, that of their ids."""
    order = _in_order(order, _OF_ORDER)
    lines = tuple(_in_order(line, _OF_LINE) for line in order.line_items)
    shipments = tuple(_in_order(shipment, _OF_SHIPMENT) for shipment in order.shipments)
    returns = tuple(_in_order(each, _OF_RETURN) for each in order.returns)
    before = (*order.line_items, *order.shipments, *order.returns)
    if all(map(is_, (*lines, *shipments, *returns), before)):
        return order
    return replace(order, line_items=lines, shipments=shipments, returns=returns)


def _in_order(parent: T, names: Iterable[str]) -> T:
    astray = {}
    for name in names:
        children: Sequence[Any] = getattr(parent, name)
        if len(children) > 1:
            by_id = sorted(children, key=_by_id)
            if not all(map(is_, by_id, children)):
                astray[name] = tuple(by_id)
    return replace(parent, **astray) if astray else parent
