"""Whoever asks for a store that is not there is told so, wherever OpenAPI has the header."""

import re

import pytest

from ringup.wire.spree.openapi import openapi_document
from ringup.wire.spree.routes import OPERATIONS
from tests.support.storefront import ADMIN

pytestmark = pytest.mark.asyncio(loop_scope="module")

PATHS = openapi_document(OPERATIONS, "1")["paths"]
SHOWN = {path: methods["get"] for path, methods in PATHS.items() if "get" in methods}
NOWHERE = {**ADMIN, "X-Spree-Store": "nowhere"}


@pytest.mark.parametrize("path", SHOWN)
async def test_a_refusal_of_an_unknown_store_is_listed_beside_the_header(storefront, path):
    filled = re.sub(r"{\w+}", "1", path)
    answer = await storefront.client.get(f"/api{filled}", headers=NOWHERE)
    if answer.status_code == 422:
        assert answer.json()["errors"] == {"store": ["does not exist: nowhere"]}
        assert "422" in SHOWN[path]["responses"]
        named = [each["name"] for each in SHOWN[path]["parameters"]]
        assert "X-Spree-Store" in named
