"""Word files with pictures, written here."""

from __future__ import annotations

from tests.documents.office_files import word

_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_SPACE = "http://schemas.openxmlformats.org/package/2006/relationships"


def drawing(number):
    """A paragraph with a picture, as programs write it now."""
    blip = f'<a:blip xmlns:a="{_A}" xmlns:r="{_R}" r:embed="{number}"/>'
    return f"<w:p><w:r><w:drawing>{blip}</w:drawing></w:r></w:p>"


def old_picture(number):
    """The same as older programs wrote it."""
    data = f'<v:imagedata xmlns:v="urn:schemas-microsoft-com:vml" xmlns:r="{_R}" r:id="{number}"/>'
    return f"<w:p><w:r><w:pict>{data}</w:pict></w:r></w:p>"


def pictured_word(body, pictures):
    """A Word file; the pictures by their targets, whose relationships are r1, r2 and so on."""
    rows = "".join(
        f'<Relationship Id="r{n}" Type="{_R}/image" Target="{target}"/>'
        for n, target in enumerate(pictures, 1)
    )
    parts = {f"word/{target}": data for target, data in pictures.items()}
    parts["word/_rels/document.xml.rels"] = (
        f'<Relationships xmlns="{_SPACE}">{rows}</Relationships>'
    )
    return word(body, **parts)
