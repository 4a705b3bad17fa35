"""`ringup keys`: the way back in, and keys ended, without a server."""

import httpx
import pytest

from ringup.cli.keyring import create_key
from ringup.cli.plainly import CannotStart
from ringup.domain.text import LONGEST
from tests.cli.running import ringup, serving

FOUND = ("found", "--name", "Mine", "--email", "Me@example.com")


@pytest.fixture
def keys(store_url, tmp_path):
    """Run `ringup keys` in a shop that was just founded."""
    ringup(*FOUND, "--database", store_url, folder=tmp_path)

    def run(*arguments):
        return ringup("keys", *arguments, "--database", store_url, folder=tmp_path)

    return run


def ids_and_states(listed):
    return [(line.split()[0], line.split("  ")[-1].strip()) for line in listed.splitlines()[1:]]


@pytest.mark.parametrize("name", ["list", "create", "rotate", "revoke"])
def test_the_help_of_each_has_an_example_to_copy(name, tmp_path):
    done = ringup("keys", name, "--help", folder=tmp_path)
    assert f"Example: ringup keys {name} me@example.com" in done.stdout


def test_a_key_that_was_made_opens_the_shop_until_it_is_revoked(keys, store_url, tmp_path):
    done = keys("create", "me@EXAMPLE.com", "--name", "laptop")
    assert done.stdout.startswith("Key 2 of me@EXAMPLE.com, which is shown only now:")
    made = done.stdout.split()[-1]
    rotated = keys("rotate", "me@example.com", "2")
    new = rotated.stdout.split()[-1]
    third = keys("create", "me@example.com").stdout.split()[-1]
    revoked = keys("revoke", "me@example.com", "4")
    assert revoked.stdout == "Key 4 of me@example.com works no more.\n"
    assert len({made, new, third}) == 3
    assert min(map(len, (made, new, third))) >= 32
    with serving("serve", "--database", store_url, folder=tmp_path) as server:
        users = f"{server.address}/api/users"
        statuses = [
            httpx.get(users, headers={"X-Spree-Token": key}).status_code
            for key in (made, new, third)
        ]
    assert statuses == [401, 200, 401]


def test_the_list_tells_what_works_and_no_key(keys):
    made = keys("create", "me@example.com", "--name", "laptop").stdout.split()[-1]
    keys("rotate", "me@example.com", "2", "--grace", "3600")
    keys("revoke", "me@example.com", "1")
    listed = keys("list", "me@example.com").stdout
    first, second, third = ids_and_states(listed)
    assert (first[0], second[0], third) == ("1", "2", ("3", "works"))
    assert first[1].startswith("ended 20")
    assert second[1].startswith("works until 20")
    assert f"…{made[-4:]}" in listed
    assert listed.count("laptop") == 2
    assert made not in listed


@pytest.mark.parametrize(
    "arguments, told",
    [
        (("list", "no@example.com"), "nobody here has the address no@example.com"),
        (("create", "no@example.com"), "nobody here has the address no@example.com"),
        (("revoke", "me@example.com", "9"), "there is no key 9 of this user that still works"),
        (("rotate", "me@example.com", "9"), "there is no key 9 of this user that still works"),
    ],
)
def test_what_is_not_there_is_told_in_one_line(keys, arguments, told):
    done = keys(*arguments)
    assert (done.returncode, done.stdout, done.stderr) == (1, "", f"ringup: {told}\n")


def test_a_revoked_key_is_not_revoked_or_exchanged_again(keys):
    keys("revoke", "me@example.com", "1")
    for verb in ("revoke", "rotate"):
        assert keys(verb, "me@example.com", "1").returncode == 1
    assert len(ids_and_states(keys("list", "me@example.com").stdout)) == 1


def test_a_database_without_a_shop_is_told(store_url, tmp_path):
    done = ringup("keys", "list", "me@example.com", "--database", store_url, folder=tmp_path)
    assert done.returncode == 1
    assert "has no tables yet" in done.stderr


def test_a_name_too_long_is_told():
    with pytest.raises(CannotStart, match="at most 255"):
        create_key("me@example.com", "x" * (LONGEST + 1), None)
