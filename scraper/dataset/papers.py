"""What goes with an export so that it can be cited, checked and given away."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path

from parsers.record import json_schema
from scraper.errors import UsageError
from scraper.settings import gongkai_version

_CITATION = "CITATION.cff"
_LICENCE = "LICENSE.md"
_SCHEMA = "report.schema.json"


def papers(folder: Path, *, crate: bool) -> None:
    """Write the JSON Schema of the record, CITATION.cff, the licence and, if wanted, RO-Crate.

    Raises:
        UsageError: RO-Crate is wanted and its library is not installed.
    """
    schema = json.dumps(json_schema(), ensure_ascii=False, indent=2) + "\n"
    (folder / _SCHEMA).write_text(schema, encoding="utf-8")
    for name in (_CITATION, _LICENCE):
        text = files("scraper.dataset").joinpath("templates", name).read_text("utf-8")
        (folder / name).write_text(text.replace("{version}", gongkai_version()), encoding="utf-8")
    if crate:
        _crate(folder)


def _crate(folder: Path) -> None:
    """Describe the folder as RO-Crate; its date is fixed, since bytes must not depend on the clock."""
    try:
        from rocrate.rocrate import ROCrate
    except ImportError:
        raise UsageError("rocrate is not installed: pip install 'gongkai[crate]'") from None
    from datetime import UTC, datetime

    made = ROCrate()
    told = json.loads((folder / "datapackage.json").read_text("utf-8"))
    made.name, made.description = told["title"], told["description"]
    made.license = told["licenses"][0]["path"]
    made.datePublished = datetime(1970, 1, 1, tzinfo=UTC)
    about = {one["path"]: one for one in told["resources"]}
    for path in sorted(folder.iterdir()):
        own = about.get(path.name, {})
        properties = {"name": own.get("name", path.name), "contentSize": str(path.stat().st_size)}
        if own:
            properties |= {"description": own["description"], "encodingFormat": own["mediatype"]}
        made.add_file(path, dest_path=path.name, properties=properties)
    text = json.dumps(made.metadata.generate(), ensure_ascii=False, indent=2) + "\n"
    (folder / "ro-crate-metadata.json").write_text(text, encoding="utf-8")
