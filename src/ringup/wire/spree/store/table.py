"""Every endpoint that reads or edits the store."""

from ringup.wire.spree.operations import Operation
from ringup.wire.spree.store import (
    api_keys,
    classifications,
    gift_cards,
    images,
    nested,
    orders,
    saved_addresses,
    saved_cards,
    stock,
)
from ringup.wire.spree.store.editing import editing_of
from ringup.wire.spree.store.lists import list_of, nested_lists_of, operations_of, single
from ringup.wire.spree.store.resources import (
    API_KEYS,
    CREDIT_CARDS,
    RESOURCES,
    SAVED_ADDRESSES,
    TAXONOMIES,
    TAXONS,
)

OPERATIONS: tuple[Operation, ...] = (
    *orders.OPERATIONS,
    *(operation for resource in RESOURCES for operation in operations_of(resource)),
    *(operation for resource in RESOURCES for operation in editing_of(resource)),
    *nested_lists_of(CREDIT_CARDS),
    *saved_cards.OPERATIONS,
    *nested_lists_of(SAVED_ADDRESSES),
    *saved_addresses.OPERATIONS,
    *nested_lists_of(API_KEYS),
    *api_keys.OPERATIONS,
    *gift_cards.OPERATIONS,
    list_of(TAXONOMIES),
    *editing_of(TAXONOMIES),
    list_of(TAXONS),
    single(TAXONS),
    *editing_of(TAXONS),
    *classifications.OPERATIONS,
    *images.OPERATIONS,
    *nested.OPERATIONS,
    *stock.OPERATIONS,
)
