"""What tells the variants of a product apart: ``Size: S; Color: Red``."""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import TypeAlias, TypeVar

from ringup.bulk import cells
from ringup.bulk.pen import BulkPen
from ringup.founding.pen import Row

K = TypeVar("K", bound=Hashable)
Pairs: TypeAlias = tuple[tuple[str, str], ...]
"""Options and their values, as people see them."""


def read_options(text: str | None, column: str = "options") -> Pairs | str:
    """Read options, or other pairs of a name and a value, or say what is wrong with them."""
    pairs = []
    for part in cells.parts(text or "", ";"):
        name, *values = cells.parts(part, ":")
        pair = (cells.bare(name), cells.bare(":".join(values)))
        if part.strip() and not all(pair):
            return f"{column}: must read like Size: S; Color: Red"
        if part.strip():
            pairs.append(pair)
    return tuple(pairs)


def options_text(pairs: Pairs) -> str | None:
    """Write options as they are read."""
    return "; ".join(": ".join(cells.marked(text, ";:") for text in pair) for pair in pairs) or None


def _named(presentation: str) -> str:
    return "-".join(presentation.lower().split())


def _called(rows: Sequence[Row], key: Callable[[Row, str], K]) -> dict[K, int]:
    """Give ids by name, and by what people see where that is nobody's name."""
    called: dict[K, int] = {}
    for by in ("name", "presentation"):
        for row in rows:
            called.setdefault(key(row, by), row["id"])
    return called


class Options:
    """The shop's options, with those a batch adds."""

    def __init__(self, pen: BulkPen) -> None:
        """Look up which there are; a shop has few of them."""
        self._pen = pen
        self._read()

    def _read(self) -> None:
        types, values = self._pen.all("option_types"), self._pen.all("option_values")
        self._types = _called(types, lambda row, by: _named(row[by]))
        self._values = _called(values, lambda row, by: (row["option_type_id"], _named(row[by])))
        shown = {row["id"]: self._told(row) for row in types}
        position = {row["id"]: (row["position"], row["id"]) for row in types}
        self._shown = {
            row["id"]: (shown[row["option_type_id"]], row["presentation"]) for row in values
        }
        self._places = {row["id"]: position[row["option_type_id"]] for row in values}

    def _told(self, option_type: Row) -> str:
        """Give what people see, or the name where that would be taken for another option."""
        shown: str = option_type["presentation"]
        is_its_own = self._types[_named(shown)] == option_type["id"]
        return shown if is_its_own else str(option_type["name"])

    def link(self, wanted: Mapping[tuple[int, int], Pairs]) -> None:
        """Give variants, by their and their products' ids, their options and no others."""
        self._make(pair for pairs in wanted.values() for pair in pairs)
        values = {
            variant: {self._values[self._types[_named(n)], _named(v)] for n, v in pairs}
            for (variant, _), pairs in wanted.items()
        }
        there = self._pen.found("variant_option_values", "variant_id", list(values))
        linked = {(row["variant_id"], row["option_value_id"]) for row in there}
        right = {(variant, value) for variant, chosen in values.items() for value in chosen}
        self._pen.remove("variant_option_values", sorted(linked - right))
        self._pen.add(
            "variant_option_values",
            ({"variant_id": v, "option_value_id": o} for v, o in sorted(right - linked)),
        )
        self._link_products(wanted)

    def of(self, variants: Sequence[int]) -> Mapping[int, Pairs]:
        """Tell the options of variants, in the order of the shop."""
        found: dict[int, list[int]] = {}
        for row in self._pen.found("variant_option_values", "variant_id", variants):
            found.setdefault(row["variant_id"], []).append(row["option_value_id"])
        return {
            variant: tuple(self._shown[value] for value in sorted(values, key=self._places.get))  # type: ignore[arg-type]
            for variant, values in found.items()
        }

    def _make(self, pairs: Iterable[tuple[str, str]]) -> None:
        wanted = dict.fromkeys(pairs)
        types = {_named(name): name for name, _ in wanted if _named(name) not in self._types}
        first = len(self._types) + 1
        self._pen.add(
            "option_types",
            (
                {"name": name, "presentation": shown, "position": position}
                for position, (name, shown) in enumerate(types.items(), first)
            ),
        )
        if types:
            self._read()
        values = {
            (self._types[_named(name)], _named(value)): value
            for name, value in wanted
            if (self._types[_named(name)], _named(value)) not in self._values
        }
        self._pen.add(
            "option_values",
            (
                {"option_type_id": of, "name": name, "presentation": shown, "position": position}
                for position, ((of, name), shown) in enumerate(
                    values.items(), len(self._values) + 1
                )
            ),
        )
        if values:
            self._read()

    def _link_products(self, wanted: Mapping[tuple[int, int], Pairs]) -> None:
        right = {
            (product, self._types[_named(name)]): position
            for (_, product), pairs in wanted.items()
            for position, (name, _) in enumerate(pairs, 1)
        }
        products = sorted({product for product, _ in right})
        for row in self._pen.found("product_option_types", "product_id", products):
            right.pop((row["product_id"], row["option_type_id"]), None)
        self._pen.add(
            "product_option_types",
            (
                {"product_id": product, "option_type_id": type_, "position": position}
                for (product, type_), position in right.items()
            ),
        )
