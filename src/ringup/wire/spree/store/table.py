"""Every endpoint that reads the store."""

from ringup.wire.spree.operations import Operation
from ringup.wire.spree.store import nested, orders
from ringup.wire.spree.store.lists import list_of, nested_lists_of, operations_of
from ringup.wire.spree.store.resources import CREDIT_CARDS, RESOURCES, TAXONOMIES

OPERATIONS: tuple[Operation, ...] = (
    *orders.OPERATIONS,
    *(operation for resource in RESOURCES for operation in operations_of(resource)),
    *nested_lists_of(CREDIT_CARDS),
    list_of(TAXONOMIES),
    *nested.OPERATIONS,
)
