"""Small PDF files that are written here."""

import zlib

from tests.proving.gbk_pdf import Sheet, assemble, paragraph, write_pdf


def written(*texts):
    """A file of paragraphs in a GBK font."""
    sheet = Sheet()
    for text in texts:
        paragraph(sheet, text)
    return write_pdf(sheet)


def pdf(*, catalog="", page="", more=(), pages=1, trailer=""):
    """A file of empty pages; ``catalog`` and ``page`` are further entries, ``more`` objects behind the first page."""
    first = 4 + len(more)
    kids = " ".join(["3 0 R", *(f"{first + number} 0 R" for number in range(pages - 1))])
    one = f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]{page}>>"
    objects = [
        f"<</Type/Catalog/Pages 2 0 R{catalog}>>",
        f"<</Type/Pages/Count {pages}/Kids[{kids}]>>",
        one,
        *more,
        *[one] * (pages - 1),
    ]
    data = assemble(objects, [None] * len(objects))
    return data.replace(b"/Root 1 0 R", b"/Root 1 0 R" + trailer.encode("ascii"))


def packed(content, *, times=1):
    """A stream object, packed a number of times; returns its text and its bytes."""
    for _ in range(times):
        content = zlib.compress(content, 9)
    filters = " ".join(["/FlateDecode"] * times)
    return f"<</Length {len(content)}/Filter[{filters}]>>", content


def with_stream(head, data):
    """A file whose only page draws a stream."""
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Count 1/Kids[3 0 R]>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>",
        head,
    ]
    return assemble(objects, [None, None, None, data])
