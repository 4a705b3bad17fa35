"""What the store answers is what the OpenAPI document says it answers."""

import json

import jsonschema_rs
import pytest

from ringup.wire.spree.openapi import openapi_document
from ringup.wire.spree.routes import OPERATIONS
from ringup.wire.spree.store.table import OPERATIONS as OF_THE_STORE
from tests.wire.store.asking import ADMIN

LISTS = [each for each in OF_THE_STORE if each.plural and "{" not in each.path]
SINGLES = {each.path for each in OF_THE_STORE if each.path.endswith("/{id}")}


@pytest.fixture(scope="module")
def document():
    return json.loads(json.dumps(openapi_document(OPERATIONS, "1")))


def checked(document, path, body):
    answer = document["paths"][path]["get"]["responses"]["200"]
    schema = answer["content"]["application/json"]["schema"]
    jsonschema_rs.validate({**schema, "components": document["components"]}, body)


@pytest.mark.parametrize("operation", LISTS, ids=lambda each: each.name)
async def test_lists_and_what_is_on_them_are_as_described(get, document, operation):
    # Whatever must be named (a taxon) has the id 1.
    body = (await get(operation.path, key=ADMIN, per_page="100", id="1")).json()
    checked(document, operation.path, body)
    single = f"{operation.path}/{{id}}"
    if single in SINGLES:
        for row in body[operation.plural][:3]:
            own = (await get(f"{operation.path}/{row['id']}", key=ADMIN)).json()
            checked(document, single, own)
