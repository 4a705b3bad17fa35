"""Names become parts of addresses that people can read, and no two things share one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ringup.domain.catalogue.slugs import LONGEST, slug_of, unique


@pytest.mark.parametrize(
    "name, slug",
    [
        ("New Lamp", "new-lamp"),
        ("  Enamel Mug, 300 ml  ", "enamel-mug-300-ml"),
        ("Crème Brûlée", "creme-brulee"),
        ("Straße", "strasse"),
        ("Ada's Shop", "adas-shop"),
        ("snake_case/and.dots", "snake-case-and-dots"),
        ("東京 タワー", "東京-タワー"),
        ("½ price", "1-2-price"),
        ("--", ""),
        ("!?", ""),
    ],
)
def test_a_slug_is_the_names_letters_and_digits(name, slug):
    assert slug_of(name) == slug


def test_a_name_without_letters_has_another_slug():
    assert slug_of("!?", "product") == "product"


@given(st.text(max_size=400))
def test_a_slug_needs_no_escaping_of_its_own_and_is_its_own_slug(name):
    slug = slug_of(name)
    assert len(slug) <= LONGEST
    assert not slug or all(part.isalnum() for part in slug.split("-"))
    assert slug_of(slug) == slug


def test_a_slug_that_is_taken_gets_the_next_number():
    assert unique("lamp", {"mug"}) == "lamp"
    assert unique("lamp", {"lamp"}) == "lamp-2"
    assert unique("lamp", {"lamp", "lamp-2", "lamp-3"}) == "lamp-4"
