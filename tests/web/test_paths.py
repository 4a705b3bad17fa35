"""What is served at a path is found, whatever else is served."""

import pytest

from ringup.web.paths import PathTable


@pytest.fixture
def table():
    table: PathTable[str] = PathTable()
    table.add("GET", "/orders", "list")
    table.add("POST", "/orders", "create")
    table.add("GET", "/orders/current", "current")
    table.add("GET", "/orders/{number}", "show")
    table.add("PUT", "/orders/{number}/line_items/{id}", "change")
    table.add("GET", "/orders/{order}/payments", "payments")
    return table


@pytest.mark.parametrize(
    "path, method, target, values",
    [
        ("/orders", "GET", "list", {}),
        ("/orders/", "GET", "list", {}),
        ("/orders.json", "POST", "create", {}),
        ("/orders/current", "GET", "current", {}),
        ("/orders/R1", "GET", "show", {"number": "R1"}),
        ("/orders/R1.json", "GET", "show", {"number": "R1"}),
        ("/orders/R1/line_items/7", "PUT", "change", {"number": "R1", "id": "7"}),
        ("/orders/R1/payments", "GET", "payments", {"order": "R1"}),
    ],
)
def test_a_path_is_found_with_its_values(table, path, method, target, values):
    assert table.find(path).by(method) == (target, values)


@pytest.mark.parametrize("path", ["/", "", "/orders/R1/line_items", "/orders//payments", "/x/y/z"])
def test_what_is_not_served_is_not_found(table, path):
    assert table.find(path) is None


def test_the_methods_of_a_path_are_known(table):
    assert table.find("/orders").methods == ("GET", "POST")
    assert table.find("/orders").by("DELETE") is None


def test_nothing_is_served_twice(table):
    with pytest.raises(ValueError, match="served twice"):
        table.add("GET", "/orders/{other}", "again")
