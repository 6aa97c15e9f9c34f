"""The six sections: found by the meaning of their headings, given in the order of the source."""

from __future__ import annotations

from parsers.sections.build import build_sections
from parsers.sections.outline import outline_document

__all__ = ["build_sections", "outline_document"]
