"""A line is written once for as long as it and its variant stay as they are, and never longer."""

from msgspec.structs import replace

from ringup.wire.spree.write.lines import line_item_record
from ringup.wire.spree.write.pen import Pen
from tests.domain.builders import TOTE, a_shop, an_order, facts_of

[LINE] = an_order((TOTE, 2)).line_items


def written(line=LINE, variant=TOTE, currency="USD", locale="en"):
    facts = facts_of(a_shop(), variant)
    return line_item_record(line, Pen(currency=currency, locale=locale, facts=facts))


def with_stock(**fields):
    first, *others = TOTE.stock
    return replace(TOTE, stock=(replace(first, **fields), *others))


def test_the_very_same_line_and_variant_are_not_written_again():
    assert written() is written()


def test_a_line_that_changed_is_written_anew():
    written()
    more = replace(LINE, quantity=3)
    assert (written(more).quantity, written(more).display_amount) == (3, "$47.97")


def test_stock_that_moved_shows():
    written()
    record = written(variant=with_stock(count_on_hand=7)).variant
    assert record is not None
    assert (record.total_on_hand, record.in_stock) == (7, True)
    sold_out = written(variant=with_stock(count_on_hand=7, held=7)).variant
    assert sold_out is not None
    assert (sold_out.total_on_hand, sold_out.in_stock, sold_out.is_orderable) == (7, False, False)


def test_a_variant_that_was_renamed_is_written_anew():
    written()
    record = written(variant=replace(TOTE, name="Sack")).variant
    assert record is not None
    assert record.name == "Sack"


def test_a_line_is_written_apart_for_each_currency_and_language():
    dollars, euros = written(), written(currency="EUR")
    assert (dollars.display_amount, euros.display_amount) == ("$31.98", "€31.98")
    assert written() == dollars


def test_a_line_whose_variant_is_gone_is_written_without_it():
    written()
    facts = replace(facts_of(a_shop()), variants={})
    assert line_item_record(LINE, Pen(currency="USD", locale="en", facts=facts)).variant is None
