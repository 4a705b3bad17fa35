"""Writes the pictures of products and variants: ``shirts/front.jpg; shirts/back.jpg``.

A picture is known by the name of its file, or by its address if it lies elsewhere.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any, TypeAlias
from urllib.parse import quote

from ringup.bulk import cells
from ringup.bulk.batch import Batch, Numbered
from ringup.bulk.known import grouped, sellable
from ringup.bulk.lines import ProductLine, VariantLine
from ringup.bulk.pen import BulkPen, Ours
from ringup.services.pictures import NotAPicture

Row = dict[str, Any]
Pictured: TypeAlias = ProductLine | VariantLine

_ADDRESSES = ("https://", "http://", "/")


def keep(pen: BulkPen, ours: Ours, batch: Batch) -> None:
    """Have the shop keep what its things do not have yet, and refuse lines with no such pictures.

    Before anything else of them is written.
    """
    del ours
    for each, paths in _missing(pen, batch):
        for path in paths:
            try:
                if not _is_address(path):
                    pen.album.keep(path)
            except NotAPicture as reason:
                batch.refuse(each.line, f"images: {path} {reason}")


def write(pen: BulkPen, ours: Ours, batch: Batch) -> None:
    """Hang new pictures on their things, behind those there are; none is taken off."""
    del ours
    missing = list(_missing(pen, batch))
    owners = _owners(pen, [each for each, _ in missing])
    last = _last(pen, list(owners.values()))
    new = []
    for each, paths in missing:
        variant = owners[each.line]
        for path in paths:
            last[variant] = last.get(variant, 0) + 1
            new.append({"variant_id": variant, "position": last[variant], **_picture(pen, path)})
    pen.add("images", new)


def _missing(pen: BulkPen, batch: Batch) -> Iterator[tuple[Numbered[Pictured], Sequence[str]]]:
    """Give the lines that name pictures their things do not have, with those."""
    kinds: tuple[type[Pictured], ...] = (ProductLine, VariantLine)
    lines: list[Numbered[Pictured]] = [
        Numbered(each.line, each.record)
        for kind in kinds
        for each in batch.of(kind)
        if each.record.images
    ]
    if not lines:
        return
    owners = _owners(pen, lines)
    there = grouped(pen.found("images", "variant_id", sorted(set(owners.values()))))
    seen = {(variant, _known_by(row)) for variant, rows in there.items() for row in rows}
    for each in lines:
        variant = owners.get(each.line)
        paths = [path for path in _paths(each.record) if (variant, _name(path)) not in seen]
        seen |= {(variant, _name(path)) for path in paths if variant is not None}
        if paths:
            yield each, list({_name(path): path for path in paths}.values())


def _owners(pen: BulkPen, lines: Sequence[Numbered[Pictured]]) -> Mapping[int, int]:
    """Find the variants that lines speak of, a product's own among them, by the lines' numbers."""
    slugs = {each.record.slug for each in lines if isinstance(each.record, ProductLine)}
    skus = {each.record.sku for each in lines if isinstance(each.record, VariantLine)}
    products = {
        row["id"]: row["slug"]
        for row in pen.found("products", "slug", sorted(slugs))
        if row["deleted_at"] is None
    }
    masters = {
        products[row["product_id"]]: row["id"]
        for row in pen.found("variants", "product_id", sorted(products))
        if row["is_master"]
    }
    variants = sellable(pen, skus)
    found = (
        (each.line, masters.get(each.record.slug))
        if isinstance(each.record, ProductLine)
        else (each.line, variants.get(each.record.sku))
        for each in lines
    )
    return {line: variant for line, variant in found if variant is not None}


def _last(pen: BulkPen, variants: Sequence[int]) -> dict[int, int]:
    rows = grouped(pen.found("images", "variant_id", sorted(set(variants))))
    return {variant: max(row["position"] for row in own) for variant, own in rows.items()}


def _picture(pen: BulkPen, path: str) -> Row:
    if _is_address(path):
        names = ("kept_as", "sizes_url", "content_type", "file_name", "width", "height")
        return {"url": path, **dict.fromkeys(names), "updated_at": None}
    kept = pen.album.hang(path)
    return {
        "url": kept.url,
        "kept_as": kept.name,
        "sizes_url": kept.sizes_url,
        "content_type": kept.content_type,
        "file_name": _name(path),
        "width": kept.width,
        "height": kept.height,
        "updated_at": pen.now,
    }


def _paths(line: Pictured) -> Sequence[str]:
    return [cells.bare(part) for part in cells.parts(line.images or "", ";") if part.strip()]


def _is_address(path: str) -> bool:
    return path.startswith(_ADDRESSES)


def _name(path: str) -> str:
    return path if _is_address(path) else PurePosixPath(path).name


def _known_by(row: Row) -> str:
    return (row["file_name"] or "") if row["kept_as"] else row["url"]


def texts(pen: BulkPen, named: Mapping[int, str]) -> Mapping[int, str]:
    """Write the pictures of variants as they are read, and lay them beside the file.

    They are named like their variants, which are given by their ids.
    """
    found = pen.found("images", "variant_id", list(named))
    pictures = grouped(sorted(found, key=lambda row: (row["position"], row["id"])))
    return {
        variant: "; ".join(_told(pen, named[variant], rows)) for variant, rows in pictures.items()
    }


def _told(pen: BulkPen, name: str, rows: Sequence[Row]) -> Iterator[str]:
    for number, row in enumerate(rows, 1):
        kept = row["kept_as"] is not None
        path = pen.album.give(f"{quote(name, safe=' ')}-{number}", row) if kept else row["url"]
        if path:
            yield cells.marked(path, ";")
