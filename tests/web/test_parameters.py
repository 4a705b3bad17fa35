"""Query, form and body become one nested dict, or a 400, 413 or 415; nothing else."""

import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ringup.web.multipart import UploadedFile, multipart_files
from ringup.web.parameters import parameters_of
from ringup.web.refusals import HttpRefusal, Malformed, UnsupportedMediaType

JSON = "application/json"
FORM = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data; boundary=xx"


def test_an_empty_body_is_no_parameters():
    for content_type in (JSON, FORM, "text/plain", ""):
        assert parameters_of(b"", content_type, b"") == {}
    assert parameters_of(b"", JSON, b" \n") == {}


def test_the_body_wins_over_the_query_and_both_are_kept():
    body = b'{"order": {"email": "body"}}'
    given_query = b"order[email]=query&order[note]=kept&page=2"
    assert parameters_of(given_query, JSON, body) == {
        "order": {"email": "body", "note": "kept"},
        "page": "2",
    }


def test_a_form_is_percent_decoded_and_nested():
    body = b"order%5Bline_items%5D%5B0%5D%5Bsku%5D=TOTE+01%21&q=%C3%A9"
    assert parameters_of(b"", FORM, body) == {
        "order": {"line_items": {"0": {"sku": "TOTE 01!"}}},
        "q": "é",
    }


def test_a_multipart_body_gives_its_fields_and_apart_from_them_its_files():
    body = (
        b'--xx\r\nContent-Disposition: form-data; name="order[email]"\r\n\r\na@b.c\r\n'
        b'--xx\r\nContent-Disposition: form-data; name="pic"; filename="p.png"\r\n'
        b"Content-Type: image/png\r\n\r\n\x00\xff\r\n--xx--\r\n"
    )
    assert parameters_of(b"", MULTIPART, body) == {"order": {"email": "a@b.c"}}
    file = UploadedFile(name="p.png", content=b"\x00\xff")
    assert multipart_files(MULTIPART, body) == {"pic": file}
    assert multipart_files("application/json", body) == {}


def test_json_numbers_are_never_floats():
    body = b'{"a": 12.5, "b": 2.0, "c": 1e2, "d": 99999999999999999999, "e": 0.1}'
    parameters = parameters_of(b"", "application/vnd.api+json; charset=utf-8", body)
    assert parameters == {
        "a": Decimal("12.5"),
        "b": 2,
        "c": 100,
        "d": 99999999999999999999,
        "e": Decimal("0.1"),
    }
    assert not any(isinstance(value, float) for value in parameters.values())


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"nonsense",
        b"null",
        b"[]",
        b'"text"',
        b"1",
        b"{'a': 1}",
        b'{"a": NaN}',
        b'{"a": Infinity}',
        b'{"a": 1e400}',
        b'{"a": 1e-400}',
        b'{"a": ' + b"9" * 5000 + b"}",
        b'{"a": "\xff"}',
        b'{"\xff": 1}',
        b'{"a": "\\ud800"}',
        b'{"a": "\\udc00"}',
        b'{"a": "\\u0000"}',
        b'{"\\u0000": 1}',
        b'{"a": "\x00"}',
        b"[" * 5000,
        b'{"a":' + b"[" * 5000 + b"]" * 5000 + b"}",
        b'{"a":' * 500 + b"1" + b"}" * 500,
        b'{"a": [' + b"1," * 20_000 + b"1]}",
    ],
)
def test_a_json_body_that_makes_no_sense_is_malformed(body):
    with pytest.raises(Malformed):
        parameters_of(b"", JSON, body)


@pytest.mark.parametrize("body", [b"a=%FF", b"a=\xff", b"a=%00", b"%00=a", b"a&" * 20_000])
def test_a_form_that_makes_no_sense_is_malformed(body):
    with pytest.raises(Malformed):
        parameters_of(b"", FORM, body)
    with pytest.raises(Malformed):
        parameters_of(body, "", b"")


@pytest.mark.parametrize(
    "content_type, body",
    [
        ("multipart/form-data", b"--xx--"),
        (MULTIPART, b"no boundary here"),
        (MULTIPART, b"--xx\r\nContent-Disposition: form-data\r\n\r\nx\r\n--xx--\r\n"),
        (MULTIPART, b'--xx\r\nContent-Disposition: form-data; name="a"\r\n\r\n\xff\r\n--xx--\r\n'),
        (MULTIPART, b'--xx\r\nContent-Disposition: form-data; name="a"\r\n\r\nunfinished'),
    ],
)
def test_a_multipart_body_that_makes_no_sense_is_malformed(content_type, body):
    with pytest.raises(Malformed):
        parameters_of(b"", content_type, body)


@pytest.mark.parametrize("content_type", ["text/plain", "", "application/xml", "text/json5"])
def test_another_media_type_is_not_supported(content_type):
    with pytest.raises(UnsupportedMediaType):
        parameters_of(b"", content_type, b'{"a": 1}')


@given(st.binary(max_size=200), st.binary(max_size=200), st.sampled_from([JSON, FORM, MULTIPART]))
def test_no_bytes_do_worse_than_a_refusal(query, body, content_type):
    try:
        parameters = parameters_of(query, content_type, body)
    except HttpRefusal:
        return
    assert isinstance(parameters, dict)


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(exclude_characters="\0")),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("abc"), inner, max_size=3),
    max_leaves=10,
)


@given(st.dictionaries(st.text("abc"), _json, max_size=4))
def test_a_sound_json_object_is_read_as_it_is(value):
    try:
        encoded = json.dumps(value).encode()
        encoded.decode()
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return  # hypothesis made a lone surrogate, which is no text
    assert parameters_of(b"", JSON, encoded) == value
