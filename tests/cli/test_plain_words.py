"""What cannot be done is told in one line that names what is wrong, and nothing is made."""

import pytest

from tests.cli.running import ringup

MINE = ("found", "--name", "Mine", "--email", "me@example.com")


@pytest.mark.parametrize("command", [("migrate",), MINE, ("demo",)])
def test_a_file_that_cannot_be_made_is_named(command, tmp_path):
    done = ringup(*command, "--database", "sqlite:///not/there.db", folder=tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        "ringup: cannot use sqlite:///not/there.db: unable to open database file\n"
    )


@pytest.mark.parametrize("email", ["me", "", "me@", "me@example.com, you@example.com"])
def test_no_shop_is_founded_for_an_admin_without_a_mail_address(email, tmp_path):
    done = ringup("found", "--name", "Mine", "--email", email, folder=tmp_path)
    told = f"ringup: {email!r} is no mail address, such as me@example.com\n"
    assert (done.returncode, done.stdout, done.stderr) == (1, "", told)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("kind", ["products", "orders"])
def test_the_file_that_cannot_be_written_is_named_and_not_the_database(kind, tmp_path):
    ringup(*MINE, folder=tmp_path)
    done = ringup("export", kind, "not/there.csv", folder=tmp_path)
    told = "ringup: cannot write not/there.csv: No such file or directory\n"
    assert (done.returncode, done.stdout, done.stderr) == (1, "", told)
