"""Which lines of an order a promotion means, by product, variant, taxon or option value."""

from collections.abc import Iterator

import msgspec

from ringup.domain.facts import Facts
from ringup.domain.order import LineItem, Order
from ringup.domain.variants import Variant


class Matching(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A choice of lines: each list that is not empty must name the line's variant in its way.

    With every list empty all lines match.
    """

    product_ids: frozenset[int] = frozenset()
    variant_ids: frozenset[int] = frozenset()
    taxon_ids: frozenset[int] = frozenset()
    option_value_ids: frozenset[int] = frozenset()

    def matches(self, variant: Variant) -> bool:
        """Tell whether a line of this variant is meant."""
        return (
            (not self.product_ids or variant.product_id in self.product_ids)
            and (not self.variant_ids or variant.id in self.variant_ids)
            and (not self.taxon_ids or not self.taxon_ids.isdisjoint(variant.taxon_ids))
            and (not self.option_value_ids or self._names_an_option_of(variant))
        )

    def lines(self, order: Order, facts: Facts) -> Iterator[LineItem]:
        """Give the lines that are meant; one whose variant is unknown never is."""
        variants = facts.variants
        for line in order.line_items:
            variant = variants.get(line.variant_id)
            if variant is not None and self.matches(variant):
                yield line

    def _names_an_option_of(self, variant: Variant) -> bool:
        return any(value.id in self.option_value_ids for value in variant.option_values)


EVERYTHING = Matching()
"""All lines."""
