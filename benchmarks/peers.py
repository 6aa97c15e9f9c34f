"""What others read of the same generated pages: pandas.read_html with the glue a careful user writes.

python benchmarks/peers.py --pages 1000     needs the extra ``bench``; make peers installs it

The glue decodes as the page declares, finds tables 3 and 4 by the labels that the form prints, table
2 by its row labels, takes the last columns of a row as its figures and knows thousands separators.
Every wrong figure is a silent one: such a script warns of nothing.
"""

from __future__ import annotations

import argparse
import io
import re
import sys
import warnings
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from parsers.vocab import table
from tests.proving.figures import proactive_cells, request_columns, request_rows
from tests.proving.layout import BLOCKS_OF_TABLE_4
from tests.proving.page import ProvingPage, make_page
from tests.proving.page_of_docs import write_others

Values = dict[str, int | float | None]
_CHARSET = re.compile(rb"charset=[\"']?([\w-]+)", re.IGNORECASE)


def decode(page: ProvingPage) -> str:
    """Decode as header or meta say, as most scripts do."""
    declared = _CHARSET.search(page.content_type.encode()) or _CHARSET.search(page.data)
    name = declared.group(1).decode() if declared else "utf-8"
    name = "gb18030" if name.lower() in ("gb2312", "gbk") else name
    try:
        return page.data.decode(name, "replace")
    except LookupError:
        return page.data.decode("utf-8", "replace")


def number(cell: object) -> int | float | None:
    """Read a cell as a number, None where it is none."""
    text = str(cell).replace(",", "").strip()
    try:
        value = float(text)
    except ValueError:
        return None
    if value != value:  # pandas turns blanks into NaN
        return None
    return int(value) if value.is_integer() else value


def plain(text: object) -> str:
    """Give a label without blanks."""
    return re.sub(r"\s", "", str(text))


def read_page(page: ProvingPage) -> Values:
    """Give the figures that the glue finds on a page."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        frames = pd.read_html(io.StringIO(decode(page)), header=None)
    values: Values = {}
    for frame in frames:
        rows = frame.astype(object).to_numpy().tolist()
        values.update(_requests(rows, page.form))
        values.update(_proactive(rows, page.form))
        values.update(_disputes(rows))
    return values


def _requests(rows: list[list[Any]], form: str) -> Values:
    labels = {plain(table("requests").row(code).zh): code for code in request_rows(form)}
    columns = request_columns()
    found: Values = {}
    for row in rows:
        named = next((labels[plain(c)] for c in reversed(row[:3]) if plain(c) in labels), "")
        if named and len(row) >= len(columns):
            for column, cell in zip(columns, row[-len(columns) :], strict=True):
                found[f"requests/{named}/{column}"] = number(cell)
    return found


def _proactive(rows: list[list[Any]], form: str) -> Values:
    cells: dict[str, list[str]] = {}
    for code, column in proactive_cells(form):
        cells.setdefault(code, []).append(column)
    labels = {plain(table("proactive").row(code).zh): code for code in cells}
    found: Values = {}
    for row in rows:
        code = labels.get(plain(row[0]), "")
        # Spanned cells are repeated: the different positions are the columns of the form.
        if code and len(row) > 3:
            columns = cells[code]
            taken = row[1:4] if form == "C" else [row[1], row[-2], row[-1]]
            figures = taken if len(columns) == 3 else [row[1], row[-1]][: len(columns)]
            for column, cell in zip(columns, figures, strict=True):
                found[f"proactive/{code}/{column}"] = number(cell)
    return found


def _disputes(rows: list[list[Any]]) -> Values:
    columns = [column.code for column in table("disputes").columns]
    keys = [f"disputes/{block}/{column}" for block in BLOCKS_OF_TABLE_4 for column in columns]
    for row in rows:
        if len(row) == len(keys) and any(number(cell) is not None for cell in row):
            return dict(zip(keys, map(number, row), strict=True))
    return {}


def score(page: ProvingPage, values: Values) -> Counter[str]:
    """Count the cells whose figure can be told from the page."""
    counts: Counter[str] = Counter()
    for key, true in page.truth.items():
        if key in page.lost:
            counts["wrong"] += values.get(key) not in (None, true)
        else:
            got = values.get(key)
            counts["right" if got == true else "missing" if got is None else "wrong"] += 1
    return counts


def main() -> None:
    """Read the pages and print the shares."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--write", type=Path, metavar="FILE", help="write them to docs/accuracy.md")
    arguments = parser.parse_args()
    total: Counter[str] = Counter()
    whole = failed = 0
    for index in range(arguments.pages):
        page = make_page(arguments.seed, index)
        try:
            values = read_page(page)
        except Exception:  # noqa: BLE001 - whatever the library raises, the page is not read
            values, failed = {}, failed + 1
        counts = score(page, values)
        total += counts
        whole += not counts["missing"] and not counts["wrong"]
    lines = list(_told(arguments.pages, arguments.seed, total, (whole, failed)))
    print("\n".join(lines))
    if arguments.write:
        write_others(arguments.write, lines)


def _told(pages: int, seed: int, total: Counter[str], counts: tuple[int, int]) -> Iterator[str]:
    """Give what was read as lines of Markdown."""
    cells = sum(total.values())
    share = {name: f"{100 * total[name] / cells:.2f}" for name in ("right", "missing", "wrong")}
    yield f"The first {pages} pages of seed {seed}, by `make peers` (`benchmarks/peers.py`); the glue is told there."
    yield ""
    yield "| reader | pages right % | cells right % | missing % | silently wrong % | pages without any table |"
    yield "|---|---:|---:|---:|---:|---:|"
    yield (
        f"| pandas.read_html {pd.__version__} with glue | {100 * counts[0] / pages:.1f} | {share['right']} "
        f"| {share['missing']} | {share['wrong']} | {counts[1]} |"
    )


if __name__ == "__main__":
    main()
