"""Settings: what holds, where it was said, and what is refused."""

from __future__ import annotations

import dataclasses
import json

import pytest

from scraper.cli import main
from scraper.config import read_config
from scraper.errors import UsageError
from scraper.settings import Settings, user_agent


@pytest.fixture
def home(tmp_path, monkeypatch):
    """Give an empty working directory, without settings of the machine's own."""
    for variable in ("XDG_CONFIG_HOME", "GONGKAI_DELAY", "GONGKAI_CONFIG"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def config(folder, flags=None, environment=None, file=None):
    """Read settings."""
    return read_config(flags or {}, environment or {}, folder=folder, file=file)


def source(told, name):
    """Give value and source of a setting."""
    return next((v.value, v.source) for v in told.values if v.name == name)


def refused(folder, **said):
    """Give what is said of a mistake."""
    with pytest.raises(UsageError) as caught:
        config(folder, **said)
    return caught.value.reason


def test_every_setting_has_a_default_and_says_what_it_means(tmp_path):
    """Without a word from anybody the defaults hold; each is within its own limits."""
    told = config(tmp_path)
    assert told.settings == Settings()
    assert [v.name for v in told.values] == [f.name for f in dataclasses.fields(Settings)]
    assert {v.source for v in told.values} == {"default"}
    assert all(v.means for v in told.values)
    given = {v.name: v.value for v in told.values if v.value is not None}
    assert config(tmp_path, flags=given).settings == Settings()


def test_who_is_obeyed(tmp_path):
    """Flag, environment, file of the folder, file of the user, default: the first that speaks."""
    (tmp_path / "x" / "gongkai").mkdir(parents=True)
    user = tmp_path / "x" / "gongkai" / "gongkai.toml"
    user.write_text('delay = 2\ncontact = "me@example.org"\n')
    environment = {"XDG_CONFIG_HOME": str(tmp_path / "x"), "PATH": "/bin"}
    assert source(config(tmp_path, environment=environment), "delay") == (2.0, f"file {user}")
    own = tmp_path / "gongkai.toml"
    own.write_text("delay = 3.5\n")
    told = config(tmp_path, environment=environment)
    assert source(told, "delay") == (3.5, f"file {own}")
    assert source(told, "contact") == ("me@example.org", f"file {user}")
    environment["GONGKAI_DELAY"] = "4"
    told = config(tmp_path, environment=environment)
    assert source(told, "delay") == (4.0, "environment GONGKAI_DELAY")
    told = config(tmp_path, flags={"delay": 5.0}, environment=environment)
    assert source(told, "delay") == (5.0, "flag --delay")
    told = config(tmp_path, flags={"delay": "6"}, environment=environment)
    assert source(told, "delay") == (6.0, "flag --set delay")
    assert told.settings.delay == 6.0


def test_the_users_file_without_xdg(tmp_path):
    """Below ``~/.config``; without a home there is none."""
    place = tmp_path / ".config" / "gongkai"
    place.mkdir(parents=True)
    (place / "gongkai.toml").write_text("connections = 8\n")
    assert config(tmp_path, environment={"HOME": str(tmp_path)}).settings.connections == 8
    assert config(tmp_path, environment={}).settings.connections == 256


def test_a_named_file_is_read_alone(tmp_path):
    """By flag or by environment; the flag is the stronger of the two."""
    (tmp_path / "gongkai.toml").write_text("delay = 9\n")
    one, two = tmp_path / "one.toml", tmp_path / "two.toml"
    one.write_text("\ufeffconnections = 4\n", encoding="utf-8")
    two.write_text("connections = 5\n")
    told = config(tmp_path, environment={"GONGKAI_CONFIG": str(two)})
    assert (told.settings.delay, told.settings.connections) == (1.0, 5)
    told = config(tmp_path, environment={"GONGKAI_CONFIG": str(two)}, file=one)
    assert told.settings.connections == 4


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("allow_private", "Yes", True),
        ("allow_private", "0", False),
        ("delay", " 0 ", 0.0),
        ("delay", ".5", 0.5),
        ("max_bytes", "1048576", 1_048_576),
        ("contact", "https://example.org/a?b=c", "https://example.org/a?b=c"),
        ("contact", "", None),
        ("ca_file", "/etc/x.pem", "/etc/x.pem"),
    ],
)
def test_texts_of_the_environment(tmp_path, name, text, value):
    """In the setting's own type."""
    told = config(tmp_path, environment={f"GONGKAI_{name.upper()}": text})
    assert getattr(told.settings, name) == value
    assert type(getattr(told.settings, name)) is type(value)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("allow_private", "perhaps"),
        ("delay", "fast"),
        ("delay", "-1"),
        ("delay", "nan"),
        ("delay", "inf"),
        ("delay", "1e2"),
        ("delay", "3601"),
        ("delay", "１"),
        ("connections", "0"),
        ("connections", "1.5"),
        ("connections", "1_000"),
        ("max_bytes", "9" * 13),
        ("contact", "nobody"),
        ("contact", "a@b.cn\r\nCookie: x"),
        ("contact", "https://example.org/ )"),
        ("contact", "政府@b.cn"),
    ],
)
def test_values_that_a_setting_does_not_take(tmp_path, name, text):
    """The message names the variable."""
    variable = f"GONGKAI_{name.upper()}"
    assert refused(tmp_path, environment={variable: text}).startswith(f"{variable}: write ")


@pytest.mark.parametrize(
    "line",
    [
        'delay = "2"',
        "delay = true",
        "delay = nan",
        "allow_private = 1",
        "connections = 2.0",
        "contact = 3",
        "delay = [1]",
        "[delay]\na = 1",
    ],
)
def test_types_of_a_file(tmp_path, line):
    """A file has types of its own; nothing is guessed."""
    path = tmp_path / "gongkai.toml"
    path.write_text(line)
    name = line.strip("[").split(" ")[0].split("]")[0]
    assert refused(tmp_path).startswith(f"{path}: {name}: write ")


def test_an_unknown_name_is_an_error_with_the_nearest(tmp_path):
    """A slip of the pen does not leave a default in force."""
    said = refused(tmp_path, environment={"GONGKAI_DELY": "3"})
    assert said == "GONGKAI_DELY: there is no such setting; the nearest is GONGKAI_DELAY"
    assert "nearest is max_bytes" in refused(tmp_path, flags={"maxbytes": "3"})
    path = tmp_path / "gongkai.toml"
    path.write_text("deadlines = 3\n")
    assert (
        refused(tmp_path) == f"{path}: deadlines: there is no such setting; the nearest is deadline"
    )


def test_files_that_cannot_be_read(tmp_path):
    """Absent, no TOML, no text."""
    path = tmp_path / "a.toml"
    assert "No such file" in refused(tmp_path, file=path)
    path.write_text("delay = = 2")
    assert "not a TOML file" in refused(tmp_path, file=path)
    path.write_bytes(b"delay = 2 # \xd5\xfe")
    assert "not a TOML file" in refused(tmp_path, file=path)


def test_the_name_of_the_program_carries_the_contact():
    """And cannot carry a second header."""
    assert user_agent().startswith("gongkai/")
    assert "+me@example.org)" in user_agent("me@example.org")
    with pytest.raises(ValueError, match="x"):
        user_agent("x\r\ny")


def test_config_prints_what_holds(home, capsys):
    """A table for people, JSON for programs."""
    (home / "gongkai.toml").write_text("deadline = 60\n")
    assert main(["config", "--delay", "2", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["settings"]["delay"]["value"] == 2.0
    assert told["settings"]["delay"]["source"] == "flag --delay"
    assert told["settings"]["deadline"]["source"] == "file gongkai.toml"
    assert told["user_agent"].startswith("gongkai/")
    assert main(["config", "--set", "contact=me@example.org"]) == 0
    shown = capsys.readouterr().out
    assert "User-Agent: gongkai/" in shown
    assert "me@example.org" in shown
    assert "no contact is set" not in shown
    assert main(["config"]) == 0
    assert "no contact is set" in capsys.readouterr().out


@pytest.mark.parametrize(
    "arguments",
    [
        ["config", "--set", "delay"],
        ["config", "--set", "dely=1"],
        ["config", "--config", "absent.toml"],
        ["config", "--delay", "-1"],
        ["parse", "x.html", "--set", "deadline=0"],
    ],
)
def test_wrong_use_is_told_as_that(home, capsys, arguments):
    """Exit status 2 and one line."""
    (home / "x.html").write_text("<p>x")
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    assert caught.value.code == 2
    assert capsys.readouterr().err.count("\n") == 1
