"""The user's list of sites, from CSV or TOML.

A CSV has a header with at least ``id,name,home``; every other column that is filled is one of the
fields of :class:`scraper.sites.Site`. Several lists stand in one cell with blanks between them, and
``expect`` is written ``2021:1`` or ``2021:1-3``, several with blanks between them. A TOML file has
the same fields in ``[[site]]`` tables.
"""

from __future__ import annotations

import csv
import io
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import urlsplit

from scraper.errors import UsageError
from scraper.sites.descriptions import require_usable
from scraper.sites.model import Expectation, Site

_NEEDED = ("id", "name", "home")
_TEXTS = ("family", "pages", "item", "body", "encoding", "transport")
_FIELDS = (*_NEEDED, *_TEXTS, "lists", "first_page", "expect")
TRANSPORTS = ("auto", "standard", "legacy", "http")


def read_sites(path: Path) -> list[Site]:
    """Read a list of sites, in its order.

    Args:
        path: A ``.toml`` file, or a CSV in UTF-8 (with or without BOM) or GB18030.

    Raises:
        UsageError: The file cannot be read or does not say what it must; the reason names the place.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path} cannot be read ({error.strerror or error})") from error
    text = _text(path, data)
    rows = _toml(path, text) if path.suffix.lower() == ".toml" else _csv(path, text)
    found: dict[str, Site] = {}
    for place, row in rows:
        site = _site(place, row)
        if site.id in found:
            raise UsageError(f"{place}: the id {site.id} stands there twice")
        found[site.id] = site
    if not found:
        raise UsageError(f"{path} names no site")
    return list(found.values())


def _text(path: Path, data: bytes) -> str:
    """Decode the file; Excel in China saves CSV in GBK."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UsageError(f"{path} is neither UTF-8 nor GB18030")


def _csv(path: Path, text: str) -> Iterator[tuple[str, Mapping[str, object]]]:
    reader = csv.DictReader(io.StringIO(text), strict=True)
    try:
        _require_columns(path, [name.strip() for name in reader.fieldnames or ()])
        for row in reader:
            place = f"{path}, line {reader.line_num}"
            if None in row:
                raise UsageError(f"{place}: there are more cells than the header has")
            cells = {str(k).strip(): (v or "").strip() for k, v in row.items()}
            if any(cells.values()):
                yield place, {name: value for name, value in cells.items() if value}
    except csv.Error as error:
        raise UsageError(f"{path}, line {max(reader.line_num, 1)}: {error}") from error


def _require_columns(path: Path, names: list[str]) -> None:
    missing = [name for name in _NEEDED if name not in names]
    if missing:
        raise UsageError(f"{path}: the header has no {', '.join(missing)}; it needs id,name,home")
    twice = [name for name in names if names.count(name) > 1]
    if twice:
        raise UsageError(f"{path}: the column {twice[0]} stands there twice")
    unknown = [name for name in names if name not in _FIELDS]
    if unknown:
        raise UsageError(f"{path}: there is no column {unknown[0]}; known are {', '.join(_FIELDS)}")


def _toml(path: Path, text: str) -> Iterator[tuple[str, Mapping[str, object]]]:
    try:
        tables = tomllib.loads(text).get("site", [])
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"{path}: {error}") from error
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise UsageError(f"{path}: write one [[site]] table a site")
    for number, table in enumerate(tables, 1):
        unknown = [name for name in table if name not in _FIELDS]
        if unknown:
            raise UsageError(f"{path}, site {number}: there is no field {unknown[0]}")
        yield f"{path}, site {number}", table


def _site(place: str, row: Mapping[str, object]) -> Site:
    missing = [name for name in _NEEDED if not row.get(name)]
    if missing:
        raise UsageError(f"{place}: there is no {missing[0]}")
    texts = {name: str(row[name]) for name in _TEXTS if row.get(name)}
    if texts.get("transport", "auto") not in TRANSPORTS:
        raise UsageError(f"{place}: transport is one of {', '.join(TRANSPORTS)}")
    require_usable(place, texts)
    return Site(
        id=str(row["id"]),
        name=str(row["name"]),
        home=_address(place, "home", str(row["home"])),
        lists=tuple(_address(place, "lists", one) for one in _several(row.get("lists"))),
        first_page=_number(place, "first_page", row.get("first_page", 2)),
        expect=tuple(_expect(place, row.get("expect"))),
        **texts,
    )


def _several(value: object) -> list[str]:
    if isinstance(value, list):
        return [str(one) for one in value]
    return str(value or "").split()


def _address(place: str, name: str, text: str) -> str:
    if not _is_web(text):
        raise UsageError(f"{place}: {name} is no web address ({text})")
    return text if urlsplit(text).path else text + "/"


def _is_web(text: str) -> bool:
    try:
        parts = urlsplit(text)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def _number(place: str, name: str, value: object) -> int:
    try:
        return int(str(value))
    except ValueError:
        raise UsageError(f"{place}: {name} is no number ({value})") from None


def _expect(place: str, value: object) -> Iterator[Expectation]:
    if isinstance(value, dict):
        value = [f"{year}:{bounds}" for year, bounds in value.items()]
    for rule in _several(value):
        year, colon, bounds = rule.partition(":")
        if not colon:
            year, bounds = "all", rule
        low, dash, high = bounds.partition("-")
        least = _number(place, "expect", low) if low else None
        most = _number(place, "expect", high) if dash and high else None
        if least is not None and most is not None and least > most:
            raise UsageError(f"{place}: expect has its bounds the wrong way round ({rule})")
        yield Expectation(None if year == "all" else _number(place, "expect", year), least, most)
