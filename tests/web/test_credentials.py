"""Who says they are calling."""

import pytest

from ringup.web.credentials import credentials_of
from ringup.web.headers import headers_by_name


@pytest.mark.parametrize(
    "headers, parameters, key",
    [
        ({b"x-spree-token": b"k"}, {}, "k"),
        ({b"authorization": b"Bearer k"}, {}, "k"),
        ({b"authorization": b"bearer k "}, {}, "k"),
        ({}, {"token": "k"}, "k"),
        ({b"x-spree-token": b"k"}, {"token": "other"}, "k"),
        ({b"x-spree-token": b""}, {"token": "k"}, "k"),
        ({b"authorization": b"Basic abc"}, {}, None),
        ({b"authorization": b"Bearer "}, {}, None),
        ({b"x-spree-token": b" "}, {"token": ""}, None),
        ({}, {"token": ["k"]}, None),
        ({}, {"token": {"a": "k"}}, None),
        ({}, {}, None),
    ],
)
def test_the_key_is_a_header_or_a_parameter_and_an_empty_one_is_none(headers, parameters, key):
    assert credentials_of(headers, parameters).api_key == key


@pytest.mark.parametrize(
    "headers, parameters, token",
    [
        ({b"x-spree-order-token": b"t"}, {}, "t"),
        ({b"x-order-token": b"t"}, {}, "t"),
        ({}, {"order_token": "t"}, "t"),
        ({b"x-spree-order-token": b""}, {"order_token": ""}, None),
        ({}, {"order_token": 5}, None),
    ],
)
def test_the_order_token_is_a_header_or_a_parameter(headers, parameters, token):
    assert credentials_of(headers, parameters).order_token == token


def test_printing_credentials_shows_none():
    shown = repr(credentials_of({b"x-spree-token": b"sesame"}, {"order_token": "sesame"}))
    assert "sesame" not in shown


def test_of_two_headers_of_one_name_the_first_counts():
    headers = headers_by_name([(b"x-spree-token", b"first"), (b"x-spree-token", b"second")])
    assert credentials_of(headers, {}).api_key == "first"
