"""Where a setting comes from, which source wins, and how a wrong one is named."""

import pytest

from ringup.config import SETTINGS, Configuration, NotConfigured, as_environment, configured


def written(folder, text):
    file = folder / "ringup.toml"
    file.write_text(text)
    return file


def test_without_any_source_the_defaults_hold(tmp_path):
    assert configured(environment={}, file=tmp_path / "none.toml") == Configuration()


def test_the_file_wins_over_the_default(tmp_path):
    file = written(tmp_path, "port = 9000\nrequire_api_key = true\n")
    found = configured(environment={}, file=file)
    assert (found.port, found.require_api_key) == (9000, True)
    assert found.host == "127.0.0.1"


def test_a_variable_wins_over_the_file(tmp_path):
    file = written(tmp_path, 'database = "sqlite:///file.db"\nport = 9000\n')
    found = configured(environment={"RINGUP_DATABASE": "sqlite:///variable.db"}, file=file)
    assert (found.database, found.port) == ("sqlite:///variable.db", 9000)


def test_the_command_line_wins_over_all(tmp_path):
    file = written(tmp_path, "port = 9000\n")
    found = configured({"port": 9002}, environment={"RINGUP_PORT": "9001"}, file=file)
    assert found.port == 9002


def test_an_option_that_was_not_given_leaves_the_others_alone(tmp_path):
    given = {"port": None, "workers": 2}
    found = configured(given, environment={"RINGUP_PORT": "9001"}, file=tmp_path / "none")
    assert (found.port, found.workers) == (9001, 2)


def test_a_commands_own_default_loses_against_the_file(tmp_path):
    file = written(tmp_path, "port = 9000\n")
    defaults = {"database": "sqlite:///demo.db", "port": 1}
    found = configured(defaults=defaults, environment={}, file=file)
    assert (found.database, found.port) == ("sqlite:///demo.db", 9000)


def test_the_port_may_come_as_platforms_give_it(tmp_path):
    file = tmp_path / "none"
    assert configured(environment={"PORT": "5000"}, file=file).port == 5000
    assert configured(environment={"PORT": "5000", "RINGUP_PORT": "1"}, file=file).port == 1


def test_an_empty_variable_is_no_variable(tmp_path):
    assert configured(environment={"RINGUP_PORT": ""}, file=tmp_path / "none").port == 8000


def test_an_unknown_key_in_the_file_is_an_error_that_names_it(tmp_path):
    file = written(tmp_path, "prot = 9000\n")
    with pytest.raises(NotConfigured, match=r"ringup\.toml: no such setting: prot\. There are: da"):
        configured(environment={}, file=file)


def test_a_variable_that_is_no_setting_is_left_to_whoever_it_is_for(tmp_path):
    environment = {"RINGUP_TEST_GATEWAY_LEDGER": "/somewhere"}
    assert configured(environment=environment, file=tmp_path / "none") == Configuration()


@pytest.mark.parametrize(
    "given, environment, message",
    [
        ({}, {"PORT": "many"}, r"environment: port: Expected `int`, got `str`"),
        ({"workers": 0}, {}, r"command line: workers: Expected `int` >= 1"),
        ({"port": 70000}, {}, r"command line: port: Expected `int` <= 65535"),
        ({}, {"RINGUP_DURABILITY": "some"}, r"environment: durability: Invalid enum value 'some'"),
    ],
)
def test_a_wrong_value_is_named_with_its_source(tmp_path, given, environment, message):
    with pytest.raises(NotConfigured, match=message):
        configured(given, environment=environment, file=tmp_path / "none")


@pytest.mark.parametrize("content", [b"port = \n", b"\xff"])
def test_a_file_that_is_no_toml_is_named(tmp_path, content):
    file = tmp_path / "ringup.toml"
    file.write_bytes(content)
    with pytest.raises(NotConfigured, match=r"ringup\.toml"):
        configured(environment={}, file=file)


def test_settings_travel_to_worker_processes_unchanged(tmp_path):
    chosen = Configuration(database="postgresql://u@h/d", port=81, require_api_key=True, workers=3)
    assert configured(environment=as_environment(chosen), file=tmp_path / "none") == chosen
    assert len(as_environment(chosen)) == len(SETTINGS)


def test_plugins_have_tables_of_their_own_in_the_file(tmp_path):
    text = 'plugins_off = ["x"]\n[checkout]\nsteps = ["cart", "complete"]\n[plugins.y]\nz = 1\n'
    found = configured(environment={}, file=written(tmp_path, text))
    assert found.checkout_steps == ("cart", "complete")
    assert (found.plugins_off, found.plugins) == (("x",), {"y": {"z": 1}})
    assert configured(environment=as_environment(found), file=tmp_path / "none") == found


def test_a_list_in_a_variable_has_commas(tmp_path):
    variables = {"RINGUP_PLUGINS_OFF": "x, y"}
    assert configured(environment=variables, file=tmp_path / "none").plugins_off == ("x", "y")


def test_a_table_in_a_variable_must_be_json(tmp_path):
    with pytest.raises(NotConfigured, match="RINGUP_PLUGINS: JSON is malformed"):
        configured(environment={"RINGUP_PLUGINS": "x"}, file=tmp_path / "none")
