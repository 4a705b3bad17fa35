"""Requests made from the OpenAPI document itself: never a 5xx, and every answer as it is told."""

import asyncio
from contextlib import AsyncExitStack
from typing import Any

import pytest
import requests
import schemathesis
from hypothesis import given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from ringup import __version__
from ringup.wire.spree.openapi import openapi_document
from ringup.wire.spree.routes import OPERATIONS
from ringup.wire.spree.store.table import OPERATIONS as OF_THE_STORE
from tests.support.storefront import ADA, ADMIN, open_storefront
from tests.walks.effort import tries

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
BASE = "http://shop.test/api"
SCHEMA = schemathesis.openapi.from_dict(openapi_document(OPERATIONS, __version__))


EDITS = {each.name for each in OF_THE_STORE if each.method != "GET"}
"""What changes the shop itself, on which orders could not be made any more."""


def operations(wanted):
    """Each operation once; what is the same by another name is tried by its own."""
    for found in SCHEMA.get_all_operations():
        assert isinstance(found, Ok), found
        operation = found.ok()
        name = operation.definition.raw["operationId"]
        if "x-same-as" not in operation.definition.raw and wanted(name):
            yield pytest.param(operation, id=name)


class Asked:
    """A shop in a loop of its own, with an order whose ids fill the paths that chance made."""

    def __init__(self, url):
        self._runner = asyncio.Runner()
        self._opened = AsyncExitStack()
        entering = self._opened.enter_async_context(open_storefront(url))
        self.storefront = self._runner.run(entering)
        self.shopper: Any = None

    def close(self):
        self._runner.run(self._opened.aclose())
        self._runner.close()

    def starts(self):
        """An order that stands before its payment, of which every kind of part is there."""
        self.shopper = self._runner.run(self.storefront.shopper_at("confirm", ADA))
        self.order = self._runner.run(self.shopper.order())

    def known(self, path):
        """The values that a path's names have for the order."""
        parts = {"line_items": "line_items", "payments": "payments", "shipments": "shipments"}
        part = next((self.order[key][0]["id"] for name, key in parts.items() if name in path), None)
        address = self.order["ship_address"]["id"] if "addresses" in path else None
        return {"number": self.order["number"], "id": part or address or 1}

    def sends(self, case):
        kwargs = case.as_transport_kwargs(base_url=BASE)
        kwargs["headers"] = {**self.shopper.headers, **dict(kwargs.get("headers") or {})}
        # What a session prepares is whole; its types leave open what might be missing.
        prepared: Any = requests.Request(**only(kwargs)).prepare()
        return self._runner.run(
            self.storefront.client.request(
                prepared.method,
                prepared.url,
                content=prepared.body,
                headers=dict(prepared.headers),
                timeout=None,
            )
        )


def only(kwargs):
    """What `requests` itself knows."""
    known = ("method", "url", "headers", "params", "data", "json", "files", "cookies")
    return {name: kwargs[name] for name in known if kwargs.get(name) is not None}


@pytest.fixture(scope="module")
def asked(shared_demo_store):
    asked = Asked(shared_demo_store)
    yield asked
    asked.close()


@pytest.fixture
def asked_of_its_own(demo_store):
    asked = Asked(demo_store)
    asked.starts()
    yield asked
    asked.close()


@pytest.mark.parametrize("operation", list(operations(lambda name: name not in EDITS)))
def test_every_answer_is_as_the_document_says(asked, operation):
    @settings(tries(6))
    @given(
        case=operation.as_strategy(),
        known=st.sampled_from([True, True, False]),
        admin=st.booleans(),
    )
    def check(case, known, admin):
        asked.starts()
        asks(asked, case, known=known, admin=admin)

    check()


@pytest.mark.parametrize("operation", list(operations(EDITS.__contains__)))
def test_every_answer_to_an_edit_is_as_the_document_says(asked_of_its_own, operation):
    @settings(tries(12))
    @given(
        case=operation.as_strategy(),
        known=st.sampled_from([True, True, True, False]),
        admin=st.sampled_from([True, True, True, False]),
    )
    def check(case, known, admin):
        asks(asked_of_its_own, case, known=known, admin=admin)

    check()


def asks(asked, case, *, known, admin):
    if known:
        values = asked.known(case.path)
        case.path_parameters = {name: values.get(name, 1) for name in case.path_parameters or {}}
    if admin:
        case.headers = {**dict(case.headers or {}), **ADMIN}
    case.validate_response(asked.sends(case), checks=CHECKS)
