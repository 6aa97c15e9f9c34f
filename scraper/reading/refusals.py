"""Why a page is no report: a login, an error, a challenge, an empty shell.

Looked at only after the stages have found neither sections nor tables, so that a real report that
speaks of errors or logins is never refused.
"""

from __future__ import annotations

import re
from typing import Any

from parsers.errors import NotAReportError
from parsers.model import Document, Paragraph
from parsers.vocab import load
from scraper.errors import (
    BlockedPageError,
    EmptyShellError,
    LoginPageError,
    SoftErrorPageError,
)

_KINDS: dict[str, type[NotAReportError]] = {
    "blocked": BlockedPageError,
    "login": LoginPageError,
    "soft_404": SoftErrorPageError,
}
_FRAME = re.compile(r"<i?frame\b[^>]*?\bsrc\s*=\s*[\"']?([^\"'\s>]+)", re.IGNORECASE)
_RECORD = re.compile(r"\A\ufeff?\s*\{\s*\"schema\"\s*:\s*\"gongkai\.report/")


def refusal(document: Document, markup: str, error: NotAReportError) -> NotAReportError:
    """Give the error that says best why a page is no report.

    Args:
        document: The blocks that were read.
        markup: The source's text.
        error: What the stages said; it is given back where nothing is known better.
    """
    text = document.title + "\n" + _text(document)
    if _RECORD.match(markup):
        return NotAReportError("this is a record of gongkai itself, not a report")
    for kind in load("refusals")["kinds"]:
        word = _sign(kind, document.title, text, markup)
        if word is not None:
            return _KINDS[kind["kind"]](f"{kind['reason']} ({word})", sign=word)
    return _shell(text, markup) or error


def shell_refusal(markup: str) -> NotAReportError | None:
    """Give the refusal of a page without any text, or None where it has no script or frame."""
    return _shell("", markup)


def _sign(kind: dict[str, Any], title: str, text: str, markup: str) -> str | None:
    """Give the first word that tells this kind of page."""
    where = text if len(text) <= load("refusals")["short_page"] else title
    word = next((w for w in kind["words"] if w in where), None)
    if word is None and where is text:
        word = next((m for m in kind.get("markup", ()) if m in markup), None)
    return word


def _shell(text: str, markup: str) -> NotAReportError | None:
    shell = load("refusals")["shell"]
    if len(text.strip()) > shell["few_characters"]:
        return None
    frame = _FRAME.search(markup)
    if frame:
        url = frame.group(1)
        return EmptyShellError(shell["frame"].format(url=url), url=url)
    return EmptyShellError(shell["script"]) if "<script" in markup.lower() else None


def _text(document: Document) -> str:
    """Give the text of a document's first blocks; error pages are short."""
    parts: list[str] = []
    size = 0
    for block in document.blocks:
        if isinstance(block, Paragraph):
            parts.append(block.text)
        else:
            parts += [cell.text for row in block.rows for cell in row]
        size += len(parts[-1]) if parts else 0
        if size > load("refusals")["short_page"]:
            break
    return "\n".join(parts)
