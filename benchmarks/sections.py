"""One page of measurements, each section written by its own benchmark."""

from __future__ import annotations

from pathlib import Path


def write_section(path: Path, name: str, text: str) -> None:
    """Put a section into a page, in the place of its last writing or at the end.

    Args:
        path: The page.
        name: Of the section; it stands in the marks around it, which nobody sees.
        text: Markdown with its heading.
    """
    begin, end = f"<!-- {name} -->", f"<!-- /{name} -->"
    page = path.read_text(encoding="utf-8") if path.exists() else ""
    section = f"{begin}\n{text.strip()}\n{end}\n"
    if begin in page:
        before, _, rest = page.partition(begin)
        page = before + section + rest.partition(end)[2].removeprefix("\n")
    else:
        page = page.rstrip("\n") + ("\n\n" if page.strip() else "") + section
    path.write_text(page, encoding="utf-8")
