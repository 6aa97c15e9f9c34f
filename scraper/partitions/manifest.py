"""The manifest of a dataset folder: what is in it, and by what it was made."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Literal

import pyarrow as pa
from pydantic import BaseModel, ConfigDict, ValidationError

from parsers.record import SCHEMA
from parsers.vocab import all_tables
from scraper.errors import InputError, StoreError
from scraper.partitions.place import Place
from scraper.settings import gongkai_version

NAME = "manifest.json"
STORE: Literal["gongkai.store/1"] = "gongkai.store/1"


class StoredFile(BaseModel):
    """A file of one table, year and province.

    Attributes:
        year: The year of the reports; None where it is not known.
        province: The first two digits of their region codes; None where no code is known.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    path: str
    table: str
    year: int | None
    province: str | None
    rows: int
    bytes: int
    sha256: str


class Manifest(BaseModel):
    """What a dataset folder holds; the same content gives the same manifest.

    Attributes:
        store: Number of the layout.
        record_schema: Number of the record's schema.
        codebook: Version of the codebook by table.
        gongkai_version: The program that made the tables.
        pyarrow_version: The writer of the files, on which their bytes depend.
        counts: Rows by table; ``records`` counts earlier versions too.
        digest: SHA-256 over the paths and digests of all files.
        files: All files, by path.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    store: Literal["gongkai.store/1"] = STORE
    record_schema: str
    codebook: dict[str, str]
    gongkai_version: str
    pyarrow_version: str
    counts: dict[str, int]
    digest: str
    files: list[StoredFile]

    @property
    def made_by(self) -> tuple[object, ...]:
        """What the bytes of the tables depend on besides the records."""
        return self.record_schema, self.codebook, self.gongkai_version, self.pyarrow_version

    def of_table(self, table: str) -> list[StoredFile]:
        """Give the files of a table."""
        return [file for file in self.files if file.table == table]


def make_manifest(files: Iterable[StoredFile], tables: Iterable[str]) -> Manifest:
    """Give the manifest of files; tables without a row are counted with 0."""
    found = sorted(files, key=lambda file: file.path)
    rows: Counter[str] = Counter()
    digest = hashlib.sha256()
    for file in found:
        rows[file.table] += file.rows
        digest.update(f"{file.sha256}  {file.path}\n".encode())
    return Manifest(
        record_schema=SCHEMA,
        codebook={table.code: table.version for table in all_tables()},
        gongkai_version=gongkai_version(),
        pyarrow_version=str(pa.__version__),
        counts={name: rows[name] for name in tables},
        digest=digest.hexdigest(),
        files=found,
    )


def read_manifest(place: Place) -> Manifest | None:
    """Give the manifest of a folder, None where there is none; raises InputError where it is odd."""
    data = place.read(NAME)
    if data is None:
        return None
    try:
        return Manifest.model_validate_json(data)
    except ValidationError as error:
        first = error.errors()[0]
        reason = f"{place.address}/{NAME} is none of a dataset folder: {first['msg']}"
        raise InputError(reason) from error


def commit(place: Place, manifest: Manifest, before: Manifest | None) -> None:
    """Make a state hold, and take away the files of the state before.

    Raises:
        StoreError: The folder was changed by somebody else meanwhile; their state stays.
    """
    if read_manifest(place) != before:
        reason = f"{place.address} was changed by another run; nothing is written"
        raise StoreError(reason, path=place.address)
    text = manifest.model_dump_json(indent=1) + "\n"
    place.replace(NAME, text.encode("utf-8"))
    held = {file.path for file in manifest.files}
    tables = tuple(f"{table}/year=" for table in manifest.counts)
    place.remove([n for n in place.names() if n.startswith(tables) and n not in held])


def is_store(address: str | Path) -> bool:
    """Say whether an address is a dataset folder; a path on this machine, or any other address."""
    if "://" not in str(address) and not (Path(address) / NAME).is_file():
        return False  # the usual case needs no file system of fsspec
    return b'"gongkai.store/' in (Place(address).read(NAME) or b"")
