"""The OpenAPI document is valid, says everything, and shows only what would really be answered."""

import json
import re
from decimal import Decimal

import jsonschema_rs
import pytest
import schemathesis

from ringup.services.searchable import SEARCHABLE
from ringup.services.shelves import KeptOrder
from ringup.wire.spree.codes import CODES
from ringup.wire.spree.openapi import openapi_document
from ringup.wire.spree.operations import Operation
from ringup.wire.spree.routes import OPERATIONS


@pytest.fixture(scope="module")
def document():
    return json.loads(json.dumps(openapi_document(OPERATIONS, "1.2.3")))


def described(document):
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield path, method, operation


def fits(document, schema, value):
    """Whether a value is what the schema says, in the document's own words."""
    return jsonschema_rs.is_valid({**schema, "components": document["components"]}, value)


def test_it_is_valid_openapi(document):
    schemathesis.openapi.from_dict(document).validate()
    assert document["openapi"] == "3.1.0"
    assert document["info"]["version"] == "1.2.3"


def test_every_operation_is_described_at_each_of_its_paths_and_nothing_else(document):
    served = {
        (path, method)
        for operation in OPERATIONS
        for path in (operation.path, *operation.also)
        for method in methods_of(operation)
    }
    assert {(path, method) for path, method, _ in described(document)} == served


def methods_of(operation: Operation) -> tuple[str, ...]:
    return ("put", "patch") if operation.method == "PUT" else (operation.method.lower(),)


def test_every_operation_has_an_id_of_its_own(document):
    ids = [operation["operationId"] for _, _, operation in described(document)]
    assert len(ids) == len(set(ids))
    assert all(re.fullmatch(r"[A-Za-z]\w*", each) for each in ids)


def test_every_operation_is_told_for_people(document):
    for _, _, operation in described(document):
        assert operation["summary"]
        assert operation["tags"]
    used = {tag for _, _, operation in described(document) for tag in operation["tags"]}
    assert used == {tag["name"] for tag in document["tags"]}


def test_every_name_in_a_path_is_a_parameter(document):
    for path, _, operation in described(document):
        named = {each["name"] for each in operation["parameters"] if each["in"] == "path"}
        assert named == set(re.findall(r"{(\w+)}", path))


def test_every_good_answer_has_a_schema_and_an_example_that_fits_it(document):
    seen = 0
    for _, _, operation in described(document):
        for status, answer in operation["responses"].items():
            for content in answer.get("content", {}).values():
                assert int(status) < 300
                name = content["examples"]["example"]["$ref"].rpartition("/")[2]
                example = document["components"]["examples"][name]["value"]
                assert fits(document, content["schema"], example), name
                seen += 1
    assert seen > 80


def test_no_example_is_made_of_placeholders(document):
    text = json.dumps(document["components"]["examples"])
    assert '"text"' not in text


def test_the_example_order_adds_up(document):
    order = document["components"]["examples"]["OrderRecord"]["value"]
    assert order["display_total"] == "$21.79"
    parts = ("item_total", "ship_total", "adjustment_total")
    assert sum(Decimal(order[part]) for part in parts) == Decimal(order["total"])


def test_every_refusal_has_a_body_with_a_known_code(document):
    for name, answer in document["components"]["responses"].items():
        content = answer["content"]["application/json"]
        for code, example in content["examples"].items():
            assert fits(document, content["schema"], example["value"])
            assert example["value"]["code"] == code
            assert CODES[code].status == int(name.removeprefix("Refused"))


def test_what_a_request_carries_is_the_same_as_json_and_as_a_form(document):
    for _, method, operation in described(document):
        if "requestBody" in operation:
            schemas = [each["schema"] for each in operation["requestBody"]["content"].values()]
            assert schemas == schemas[:1] * 3
            assert method in {"post", "put", "patch", "delete"}


def test_every_example_request_fits_its_schema(document):
    for _, _, operation in described(document):
        content = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
        for example in content.get("examples", {}).values():
            assert fits(document, content["schema"], example["value"]), example


def test_who_may_call_is_said(document):
    paths = document["paths"]
    assert {} in paths["/products"]["get"]["security"]
    assert paths["/orders"]["get"]["security"] == [{"api_key": []}, {"bearer": []}]
    assert {"order_token": []} in paths["/checkouts/{number}"]["put"]["security"]


@pytest.mark.parametrize(
    "search,allowed",
    [
        ({"email_cont": "bob"}, True),
        ({"number_or_user_email_cont": "bob"}, True),
        ({"item_total_gteq": "10.50", "s": "created_at desc, id asc"}, True),
        ({"completed_at_not_null": "1"}, True),
        ({"id_eq": "x"}, False),
        ({"id_cont": "1"}, False),
        ({"nmae_cont": "x"}, False),
        ({"s": "line_items_id desc"}, False),
        ({"completed_at_null": "maybe"}, False),
    ],
)
def test_what_a_search_takes_is_said_exactly(document, search, allowed):
    [q] = [
        each for each in document["paths"]["/orders"]["get"]["parameters"] if each["name"] == "q"
    ]
    assert fits(document, q["schema"], search) is allowed
    for path in SEARCHABLE[KeptOrder].paths():
        assert f"`{path.name}`" in q["description"]


def test_the_two_generations_are_its_servers(document):
    assert [server["url"] for server in document["servers"]] == ["/api", "/api/v1"]
