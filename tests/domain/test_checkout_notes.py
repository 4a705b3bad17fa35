"""A shop's own notes on an order."""

import pytest

from ringup.domain.changes import SetMetadata
from ringup.domain.checkout.notes import metadata_set
from ringup.domain.problems import Invalid
from tests.domain.builders import a_shop, an_order, facts_of


def noted(order, **given):
    return metadata_set(order, facts_of(a_shop()), SetMetadata(given))


def test_notes_are_added_to_those_there_are():
    order = noted(noted(an_order(), age="18", gift="yes"), gift="no")
    assert order.metadata == {"age": "18", "gift": "no"}


def test_an_empty_note_is_taken_out():
    assert noted(noted(an_order(), age="18", gift="yes"), age="").metadata == {"gift": "yes"}


@pytest.mark.parametrize(
    "given,field,code",
    [
        ({"n" * 41: "x"}, "metadata." + "n" * 40, "too_long"),
        ({"": "x"}, "metadata.", "too_long"),
        ({"age": "x" * 501}, "metadata.age", "too_long"),
        ({"age": "\x00"}, "metadata.age", "invalid"),
        ({str(number): "x" for number in range(51)}, "metadata", "too_many"),
    ],
)
def test_what_is_too_much_is_refused_by_name(given, field, code):
    with pytest.raises(Invalid) as refused:
        metadata_set(an_order(), facts_of(a_shop()), SetMetadata(given))
    assert [(p.field, p.code) for p in refused.value.problems] == [(field, code)]
