"""Which language to write in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ringup.web.locales import known_locale, negotiated


@pytest.mark.parametrize(
    "header, locale",
    [
        ("", "en"),
        ("*", "en"),
        ("de", "de"),
        ("de-AT", "de_AT"),
        ("de-AT-x-private", "de_AT"),
        ("DE-at", "de_AT"),
        ("zh-hant-tw", "zh_Hant_TW"),
        ("xx, fr;q=0.5, de;q=0.8", "de"),
        ("fr;q=0, de;q=0.1", "de"),
        ("tlh", "en"),
        ("de;q=nonsense", "en"),
        ("../../etc/passwd", "en"),
        ("de_DE", "de_DE"),
    ],
)
def test_the_first_known_language_by_weight_is_taken(header, locale):
    assert negotiated(header) == locale


@given(st.text(max_size=100))
def test_no_header_breaks_the_choice(header):
    locale = negotiated(header)
    assert known_locale(locale) == locale
