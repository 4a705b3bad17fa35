"""What is logged, how, and what never is."""

import json
import subprocess
import sys

import pytest

from ringup.logs import scrubbed


def logged(program, *, style="json"):
    """The lines that a small program of its own writes to standard error."""
    start = f"import logging\nfrom ringup.logs import log, set_up\nset_up({style!r})\n"
    done = subprocess.run(
        [sys.executable, "-c", start + program], check=True, capture_output=True, text=True
    )
    assert done.stdout == ""
    return done.stderr.splitlines()


@pytest.mark.parametrize(
    "name", ["api_key", "token", "order_token", "authorization", "verification_value", "cookie"]
)
def test_what_is_secret_by_its_name_is_hidden(name):
    assert scrubbed(None, "info", {"event": "x", name: "s3cret"})[name] == "[hidden]"


@pytest.mark.parametrize(
    "text, written",
    [
        ("card 4111111111111111 refused", "card [hidden] refused"),
        ("card 4111 1111 1111 1111", "card [hidden]"),
        ("card 4111-1111-1111-1111.", "card [hidden]."),
        ("GET /x?token=abc&page=2", "GET /x?token=[hidden]&page=2"),
        ("order_token=abc", "order_token=[hidden]"),
        ("Authorization: Bearer abc.def", "Authorization: Bearer [hidden]"),
        ('{"api_key": "abc"}', '{"api_key": "[hidden]"}'),
        ("order R123456789 has 3 lines", "order R123456789 has 3 lines"),
    ],
)
def test_what_is_secret_in_a_text_is_hidden(text, written):
    assert scrubbed(None, "info", {"event": text}) == {"event": written}


def test_a_path_is_written_whole_although_ids_are_long():
    path = "/api/payments/4194305419430541"
    assert scrubbed(None, "info", {"event": "request", "path": path})["path"] == path


def test_a_line_is_one_json_object_with_a_time_and_a_weight():
    [line] = logged("log.info('placed', order='R123456789', ms=1.5)")
    written = json.loads(line)
    assert written.pop("timestamp").endswith("Z")
    assert written == {"event": "placed", "level": "info", "order": "R123456789", "ms": 1.5}


def test_what_other_libraries_say_looks_the_same_and_is_scrubbed():
    [line] = logged("logging.getLogger('uvicorn.error').warning('bad token=%s', 'abc')")
    written = json.loads(line)
    assert (written["event"], written["level"]) == ("bad token=[hidden]", "warning")


@pytest.mark.parametrize("style", ["json", "console"])
def test_a_traceback_shows_neither_secrets_nor_local_variables(style):
    program = "number = '4242' * 4\ntry: raise ValueError('token=abc')\n"
    lines = "\n".join(logged(program + "except ValueError: log.exception('broke')", style=style))
    assert "ValueError: token=[hidden]" in lines
    assert "4242424242424242" not in lines
    assert "abc" not in lines
