"""Variants, as answers give them."""

from operator import attrgetter

import msgspec

from ringup.domain.variants import Image, OptionValue, Variant
from ringup.wire.spree.write.pen import Pen, moment_or_none, thousandths_text
from ringup.wire.spree.write.records import ImageRecord, OptionValueRecord, VariantRecord


class _Written(msgspec.Struct):
    """What was last written of a variant, and of which: all of it but its stock stays the same."""

    variant: Variant
    record: VariantRecord


_written: dict[tuple[int, str, str], _Written] = {}
_MOST_WRITTEN = 1200

_unstocked = attrgetter(
    *(name for name in Variant.__struct_fields__ if name not in {"stock", "held_by_order"})
)


def variant_record(variant: Variant, pen: Pen) -> VariantRecord:
    """Write a variant with its price in the pen's currency, and what of it is there now."""
    written = _last_written(variant, pen)
    record = written.record
    on_hand = _on_hand(variant)
    in_stock = not variant.has_stock_counted or variant.available > 0
    sold_before = variant.backorderable
    now = in_stock, sold_before, on_hand
    if now != (record.in_stock, record.is_backorderable, record.total_on_hand):
        record = written.record = msgspec.structs.replace(
            record,
            in_stock=in_stock,
            is_backorderable=sold_before,
            is_orderable=not variant.deleted and (in_stock or sold_before),
            total_on_hand=on_hand,
            count_on_hand=on_hand,
        )
    return record


def _last_written(variant: Variant, pen: Pen) -> _Written:
    key = variant.id, pen.currency, pen.locale
    found = _written.get(key)
    if found is None or _unstocked(found.variant) != _unstocked(variant):
        if len(_written) >= _MOST_WRITTEN:
            _written.clear()
        found = _written[key] = _Written(variant, _unstocked_record(variant, pen))
    return found


def _unstocked_record(variant: Variant, pen: Pen) -> VariantRecord:
    price = variant.prices.get(pen.currency)
    return VariantRecord(
        id=variant.id,
        product_id=variant.product_id,
        name=variant.name,
        sku=variant.sku,
        price=None if price is None else pen.amount(price),
        display_price=None if price is None else pen.display(price),
        weight=thousandths_text(variant.weight),
        height=_length(variant.height),
        width=_length(variant.width),
        depth=_length(variant.depth),
        is_master=variant.is_master,
        slug=variant.slug,
        permalink=variant.slug,
        description=variant.description,
        track_inventory=variant.track_inventory,
        options_text=options_text(variant.option_values),
        in_stock=False,
        is_backorderable=False,
        is_orderable=False,
        total_on_hand=None,
        count_on_hand=None,
        option_values=[option_value_record(value) for value in variant.option_values],
        images=[image_record(image) for image in variant.images],
    )


def options_text(values: tuple[OptionValue, ...]) -> str:
    """Write what tells a variant from its siblings: ``Size: Small, Colour: Red``."""
    return ", ".join(f"{v.option_type_presentation}: {v.presentation}" for v in values)


def option_value_record(value: OptionValue) -> OptionValueRecord:
    """Write an option's value."""
    return OptionValueRecord(
        id=value.id,
        name=value.name,
        presentation=value.presentation,
        option_type_name=value.option_type_name,
        option_type_id=value.option_type_id,
        option_type_presentation=value.option_type_presentation,
    )


def image_record(image: Image) -> ImageRecord:
    """Write a picture."""
    return ImageRecord(
        id=image.id,
        position=image.position,
        attachment_content_type=image.content_type,
        attachment_file_name=image.file_name,
        attachment_updated_at=moment_or_none(image.updated_at),
        attachment_width=image.width,
        attachment_height=image.height,
        alt=image.alt,
        viewable_id=image.variant_id,
        url=image.url,
        mini_url=image.url_of("mini"),
        small_url=image.url_of("small"),
        product_url=image.url_of("product"),
        large_url=image.url_of("large"),
    )


def _on_hand(variant: Variant) -> int | None:
    if not variant.has_stock_counted:
        return None
    return sum([level.count_on_hand for level in variant.stock])


def _length(thousandths: int | None) -> str | None:
    return None if thousandths is None else thousandths_text(thousandths)
