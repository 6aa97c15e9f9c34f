"""Settings from flags, environment and files, each with where it came from.

What is said in several places is taken from the first of: flag, environment (``GONGKAI_DELAY``), file of
the working directory (``gongkai.toml``) or the one that ``--config`` names, file of the user
(``gongkai/gongkai.toml`` below ``$XDG_CONFIG_HOME``, else below ``~/.config``), default. With
``--config`` no other file is read. A name that is no setting is an error, so that a slip of the pen does
not leave a default in force unseen.
"""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import Field, fields
from pathlib import Path
from typing import Any, NamedTuple

from scraper.errors import UsageError
from scraper.settings import Settings

FILE = "gongkai.toml"
PREFIX = "GONGKAI_"
CONFIG = "GONGKAI_CONFIG"  # names a file, as --config does
_TRUE, _FALSE = ("1", "true", "yes", "on"), ("0", "false", "no", "off")
_KINDS = {"float": "a number", "int": "a whole number", "bool": "true or false", "str": "a text"}


class Value(NamedTuple):
    """One setting as it holds.

    Attributes:
        name: Of the setting.
        value: What holds.
        source: Where it was said, in words.
        means: What it is.
    """

    name: str
    value: object
    source: str
    means: str


class Config(NamedTuple):
    """All settings, and where each was said."""

    settings: Settings
    values: tuple[Value, ...]


class _Said(NamedTuple):
    value: object
    source: str


def read_config(
    flags: Mapping[str, object],
    environment: Mapping[str, str],
    *,
    folder: Path,
    file: Path | None = None,
) -> Config:
    """Give all settings.

    Args:
        flags: Those of the command line by name of setting; None for what was not given. Texts are
            read as those of the environment.
        environment: All variables.
        folder: The working directory.
        file: What ``--config`` names.

    Raises:
        UsageError: A name that is no setting, a value that it does not take, or a file that
            cannot be read; the message says where.
    """
    said: dict[str, _Said] = {}
    for path in _files(environment, folder, file):
        said.update(_of_file(path))
    said.update(_of_environment(environment))
    said.update(_of_flags(flags))
    values = [
        Value(f.name, *said.get(f.name, _Said(f.default, "default")), f.metadata["means"])
        for f in fields(Settings)
    ]
    return Config(Settings(**{v.name: v.value for v in values}), tuple(values))  # type: ignore[arg-type]


def _files(environment: Mapping[str, str], folder: Path, file: Path | None) -> Iterable[Path]:
    """Give the files that are read, the weakest first."""
    named = file or (Path(environment[CONFIG]) if environment.get(CONFIG) else None)
    if named is not None:
        return [named]
    places = [folder / FILE]
    if environment.get("XDG_CONFIG_HOME"):
        places.insert(0, Path(environment["XDG_CONFIG_HOME"]) / "gongkai" / FILE)
    elif environment.get("HOME"):
        places.insert(0, Path(environment["HOME"]) / ".config" / "gongkai" / FILE)
    return [place for place in places if place.is_file()]


def _of_file(path: Path) -> dict[str, _Said]:
    try:
        table = tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror or error}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: not a TOML file: {error}") from error
    where = f"file {path}"
    return {
        name: _Said(_checked(_field(name, f"{path}: {name}"), value, f"{path}: {name}"), where)
        for name, value in table.items()
    }


def _of_environment(environment: Mapping[str, str]) -> dict[str, _Said]:
    said = {}
    for variable, text in sorted(environment.items()):
        if variable.startswith(PREFIX) and variable != CONFIG:
            known = _field(variable.removeprefix(PREFIX).lower(), variable, environment=True)
            said[known.name] = _Said(
                _checked(known, _read(known, text), variable), f"environment {variable}"
            )
    return said


def _of_flags(flags: Mapping[str, object]) -> dict[str, _Said]:
    said = {}
    for name, value in flags.items():
        if value is None:
            continue
        flag = f"--set {name}" if isinstance(value, str) else "--" + name.replace("_", "-")
        known = _field(name, flag)
        read = _read(known, value) if isinstance(value, str) else value
        said[name] = _Said(_checked(known, read, flag), f"flag {flag}")
    return said


def _field(name: str, where: str, *, environment: bool = False) -> Field[Any]:
    known = {f.name: f for f in fields(Settings)}
    if name in known:
        return known[name]
    near = difflib.get_close_matches(name, known, n=1, cutoff=0.0)[0]
    told = f"{PREFIX}{near.upper()}" if environment else near
    raise UsageError(f"{where}: there is no such setting; the nearest is {told}")


def _read(known: Field[Any], text: str) -> object:
    """Read a text as a value of a setting; what does not fit is left as it is, and then refused."""
    kind = _kind(known)
    plain = text.strip()
    if kind == "bool" and plain.lower() in (*_TRUE, *_FALSE):
        return plain.lower() in _TRUE
    if kind == "int" and re.fullmatch(r"[0-9]{1,12}", plain):
        return int(plain)
    if kind == "float" and re.fullmatch(r"[0-9]{1,12}(?:\.[0-9]{1,12})?|\.[0-9]{1,12}", plain):
        return float(plain)
    if kind == "str":
        return plain or None
    return text


def _checked(known: Field[Any], value: object, where: str) -> object:
    """Give a value in the type of its setting; raises UsageError where it does not fit."""
    kind, told = _kind(known), known.metadata
    if value is None and known.default is None:
        return None
    if kind == "float" and type(value) is int:
        value = float(value)
    if type(value).__name__ != kind:
        raise UsageError(f"{where}: write {_KINDS[kind]}, not {value!r}")
    if told["least"] is not None and not told["least"] <= value <= told["most"]:
        raise UsageError(f"{where}: write a number from {told['least']} to {told['most']}")
    if told["like"] is not None and not re.fullmatch(told["like"], str(value), re.ASCII):
        raise UsageError(f"{where}: write a mailbox or an http(s) address, not {value!r}")
    return value


def _kind(known: Field[Any]) -> str:
    """Give the type of a setting by name: float, int, bool or str."""
    return str(known.type).partition(" ")[0]
