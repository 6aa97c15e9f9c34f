"""The record: one validated JSON object per report (schema ``gongkai.report/1``).

The field order here is the order in the JSON, so that the same report gives the same bytes.
``null`` is never ``0``: an absent key says that the source has no such row or column, ``null``
that the cell stands there without a figure.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StrictFloat, StrictInt

SCHEMA: Literal["gongkai.report/1"] = "gongkai.report/1"
SCHEMA_ID = "urn:gongkai:schema:report:1"
DIALECT = "https://json-schema.org/draft/2020-12/schema"

Number = Annotated[StrictInt | StrictFloat, Field(allow_inf_nan=False)]
State = Literal["stated", "blank", "dash", "slash", "word", "unreadable", "recovered", "recognised"]
Severity = Literal["error", "warning", "info"]
Form = Literal["A0", "A", "B", "C", "B+C"]
SectionCode = Literal["overview", "proactive", "requests", "disputes", "problems", "other"]
IsoDate = Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$")]


def _is_none(value: object) -> bool:
    return value is None


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", serialize_by_alias=True)


class Period(_Model):
    """First and last day the figures speak of."""

    start: IsoDate
    end: IsoDate


class Contact(_Model):
    """How to reach the body; persons are never named."""

    phone: str | None = Field(default=None, description="ASCII digits and hyphens")
    email: str | None = None
    address: str | None = None
    postcode: Annotated[str, Field(pattern=r"^\d{6}$")] | None = None


class Identity(_Model):
    """Who reports, about which year, published when."""

    title: str | None = None
    publisher: str | None = Field(
        default=None, description="the body, without year and genre words"
    )
    region_code: Annotated[str, Field(pattern=r"^\d{6}$")] | None = Field(
        default=None, description="GB/T 2260 code valid in the report's year"
    )
    region_name: str | None = None
    body: Literal["government", "department", "township", "other"] | None = None
    year: int | None = None
    period: Period | None = None
    published_on: IsoDate | None = None
    index_number: str | None = None
    document_number: str | None = None
    scope: Literal["own_body", "consolidated", "jurisdiction_wide"] | None = None
    contact: Contact = Field(default_factory=Contact)


class SectionItem(_Model):
    """A numbered part of a section."""

    heading: str
    text: str


class Section(_Model):
    """One of the six sections, in the order of the source."""

    code: SectionCode
    heading: str
    text: str = Field(description="repaired text; paragraphs are joined by one line feed")
    items: list[SectionItem] = Field(default_factory=list)


class TablePlace(_Model):
    """Place in the source's own table, 0-based; the column counts expanded grid columns."""

    table: int
    row: int
    column: int


class LinePlace(_Model):
    """Place in a text dump: the 1-based line."""

    line: int


class PagePlace(_Model):
    """Place on a page: 1-based page, box in points from the upper left corner.

    On a picture the box is in pixels of the picture as published; ``picture`` is its address where the
    page only shows it.
    """

    page: int
    bbox: tuple[float, float, float, float]
    picture: str | None = Field(default=None, exclude_if=_is_none)


class Evidence(_Model):
    """Where a value comes from."""

    raw: str = Field(description="the cell's text as published")
    state: State
    # No two of them share a key, so the first that fits is the one: no need to weigh all three.
    at: Annotated[TablePlace | LinePlace | PagePlace, Field(union_mode="left_to_right")]
    score: float | None = Field(
        default=None,
        exclude_if=_is_none,
        description="pictures only: how certain the text is, 0 to 1",
    )


class Statement(_Model):
    """A figure that the prose states."""

    cell: str
    value: Number
    unit: str | None
    approximate: bool
    quote: str
    section: SectionCode
    span: tuple[int, int] = Field(description="start and end of the quote in the section's text")


class Attachment(_Model):
    """A file that the page links to."""

    url: str
    title: str
    media_type: str | None


class Finding(_Model):
    """Something that a reader of the record should know."""

    code: str
    severity: Severity
    message: str
    message_zh: str
    cells: list[str] = Field(default_factory=list)
    expected: Number | str | None = None
    actual: Number | str | None = None


class Repair(_Model):
    """A named repair of the source and how often it was made."""

    code: str
    count: int
    note: str = ""


class Encoding(_Model):
    """How bytes became text."""

    declared: str | None = None
    used: str
    how: str


class Source(_Model):
    """Provenance: where the bytes come from and how they were read."""

    uri: str | None = None
    url: str | None = None
    canonical_url: str | None = None
    mirror: bool = False
    retrieved_at: str | None = None
    status: int | None = None
    media_type: str
    bytes: int
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    encoding: Encoding
    repairs: list[Repair] = Field(default_factory=list)
    reader: str
    gongkai_version: str


Tables = dict[str, dict[str, dict[str, Number | None]]]


class Report(_Model):
    """A published annual report on open government information as figures."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True, serialize_by_alias=True)

    schema_: Literal["gongkai.report/1"] = Field(default=SCHEMA, alias="schema")
    id: str
    identity: Identity
    form: Form | None = None
    sections: list[Section] = Field(default_factory=list)
    tables: Tables = Field(default_factory=dict)
    evidence: dict[str, Evidence] = Field(default_factory=dict)
    statements: list[Statement] = Field(default_factory=list)
    attachments: list[Attachment] = Field(default_factory=list)
    findings: list[Finding] = Field(default_factory=list)
    source: Source

    def to_json(self, *, indent: int | None = None) -> str:
        """Give the record as JSON with the public key names, without a trailing line feed."""
        return self.model_dump_json(by_alias=True, indent=indent)


def json_schema() -> dict[str, Any]:
    """Give the JSON Schema (draft 2020-12) of a record, with ``$schema`` and ``$id``."""
    body = Report.model_json_schema(by_alias=True, mode="serialization")
    return {"$schema": DIALECT, "$id": SCHEMA_ID, **body}
