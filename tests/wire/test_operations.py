"""The table of operations is whole: what it promises is what is served."""

import re
from collections.abc import Callable
from typing import Any

from ringup.wire.spree.codes import CODES
from ringup.wire.spree.operations import Operation
from ringup.wire.spree.read.records import reader_of
from ringup.wire.spree.routes import OPERATIONS, api
from tests.wire.memory import a_desk


def test_every_operation_has_a_name_of_its_own():
    names = [operation.name for operation in OPERATIONS]
    assert len(names) == len(set(names))


def test_no_path_is_served_twice(tmp_path):
    api(a_desk(tmp_path))


def test_other_paths_name_the_same_thing_below_whatever_owner():
    def names(path: str) -> list[str]:
        return re.findall(r"{(\w+)}", path)

    for operation in OPERATIONS:
        for other in operation.also:
            own = [name for name in names(operation.path) if not name.endswith("_id")]
            assert [name for name in names(other) if not name.endswith("_id")] == own


def test_every_status_that_may_refuse_has_a_code():
    statuses = {code.status for code in CODES.values()}
    for operation in OPERATIONS:
        assert set(operation.refusals) <= statuses, operation.name


def test_examples_are_read_without_complaint():
    assert any(operation.examples for operation in OPERATIONS)
    for operation in OPERATIONS:
        if operation.input is not None:
            read: Callable[[Any], object] = reader_of(operation.input)
            for example in operation.examples:
                read(example.given)


def test_what_is_written_is_summed_up():
    def is_sentence(operation: Operation) -> bool:
        return operation.summary[:1].isupper() and not operation.summary.endswith(".")

    assert [o.name for o in OPERATIONS if not is_sentence(o)] == []
