"""One page of the proving ground: its traits are drawn, it is written, and its truth is kept."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from tests.proving import breakage, charset, damage, dumps, script, skins
from tests.proving.charset import CHARSETS
from tests.proving.dice import Dice
from tests.proving.figures import Figures, Key, Value, draw_figures
from tests.proving.frames import PLATFORMS, address, framed
from tests.proving.layout import MARK, MARK_END, Grid, disputes_grid, proactive_grid, requests_grid
from tests.proving.numbers import STYLES, write_figures

WORDS = Path(__file__).with_name("words.toml")
SECTIONS = ("overview", "proactive", "requests", "disputes", "problems", "other")
ORDINALS = "一二三四五六"
MOJIBAKE = ("UTF-8 as cp1252", "UTF-8 as cp1252 twice", "GBK as Latin-1", "UTF-8 as GBK")
VANISHING = "paragraphs"  # a blank cell leaves no paragraph behind
LOST_SHAPES = ("glued", "no repeats", "bars", "picture")
TEXT_SHARE, DAMAGED_SHARE, BROKEN_SHARE = 0.2, 0.55, 0.35

Traits = dict[str, str]


@dataclass(frozen=True, slots=True)
class ProvingPage:
    """A page as sent, and what is true of it.

    ``truth`` holds every cell that the report printed, None where it printed no figure. ``lost`` are
    the cells whose figure, or whose place, the damage took from the page: null is right there, and
    the true figure is right only where the record says that it was recovered.
    """

    number: int
    data: bytes
    content_type: str
    url: str
    traits: Traits
    form: str
    year: int
    publisher: str
    truth: dict[Key, Value | None]
    lost: frozenset[Key]
    planted: tuple[str, ...]


@lru_cache(maxsize=1)
def words() -> dict[str, Any]:
    """Give the wording of the pages."""
    return tomllib.loads(WORDS.read_text(encoding="utf-8"))


def make_page(seed: int, number: int, **fixed: str) -> ProvingPage:
    """Make the page of this number; ``fixed`` traits are not drawn."""
    dice = Dice(f"gongkai/{seed}/{number}")
    traits = {**draw_traits(dice), **fixed}
    figures = draw_figures(dice, traits["form"])
    written = write_figures(dice, traits["numbers"], figures)
    body, region = dice.pick(words()["bodies"])
    year = dice.integer(2019, 2020) if figures.form == "B" else dice.integer(2021, 2025)
    facts = _facts(dice, body, region, year)
    keys = list(written)
    marks = {key: f"{MARK}{index}{MARK_END}" for index, key in enumerate(keys)}
    pieces, unsure = _tables(dice, traits, figures, {k: marks[k] + written[k][0] for k in keys})
    page = _page(dice, traits, facts, _content(dice, traits, facts, figures, pieces))
    present = {keys[int(index)] for index in re.findall(f"{MARK}(\\d+){MARK_END}", page)}
    if traits["markup"] == "cut short":
        unsure |= _cut_row(page, keys)
    page = script.convert(dice, traits["script"], dumps.MARKER.sub("", page), words())
    sent = charset.encode(dice, traits["charset"], page)
    truth = {key: written[key][1] for key in keys}
    lost = frozenset(unsure | (set(truth) - present)) | _lost_shape(traits, truth)
    return ProvingPage(number, sent.data, sent.content_type, address(traits["platform"], facts),
                       traits, figures.form, year, body, truth, lost, figures.planted)  # fmt: skip


def _lost_shape(traits: Traits, truth: dict[Key, Value | None]) -> frozenset[Key]:
    """Give the cells whose place cannot be told from the text that is left of a table."""
    if traits["tables"] == VANISHING and traits["numbers"] in ("zero blank", "all blank"):
        silent = {key.rpartition("/")[0] for key, value in truth.items() if value is None}
        blocks = {row.partition("/")[0] for row in silent if row.startswith("disputes")}
        return frozenset(
            k for k in truth if k.rpartition("/")[0] in silent or k.partition("/")[0] in blocks
        )
    return frozenset(truth) if traits["tables"] in LOST_SHAPES else frozenset()


def _cut_row(page: str, keys: list[Key]) -> set[Key]:
    """Give the row that the end of a page cuts: its figures are too few, and the last may be torn.

    A mark that the cut goes through is none: the row is that of the last whole one.
    """
    whole = list(re.finditer(f"{MARK}(\\d+){MARK_END}", page))
    if not whole or re.search("</tr|<tr|</table", page[whole[-1].end() :], re.IGNORECASE):
        return set()
    row = keys[int(whole[-1][1])].rpartition("/")[0]
    cut = "disputes/" if row.startswith("disputes/") else row + "/"
    return {key for key in keys if key.startswith(cut)}


def draw_traits(dice: Dice) -> Traits:
    """Draw what a page is like; damage that cannot stand on a page of its kind is left out."""
    traits = {
        "form": dice.pick("BC"),
        "platform": dice.pick(list(PLATFORMS)),
        "tables": dice.weighted(dumps.SHAPES if dice.chance(TEXT_SHARE) else skins.SKINS),
        "numbers": dice.weighted(STYLES),
        "script": dice.weighted(script.SCRIPTS),
        "wording": dice.pick(["printed", "printed", "variants"]),
        "damage": "none",
        "markup": "none",
    }
    as_cells = traits["tables"] in skins.SKINS and traits["tables"] != "boxes"
    if as_cells and dice.chance(DAMAGED_SHARE):
        traits["damage"] = dice.weighted({**damage.UNDOABLE, **damage.LOSSY})
    if as_cells and dice.chance(BROKEN_SHARE):
        traits["markup"] = dice.weighted({**breakage.UNDOABLE, **breakage.LOSSY})
    traits["charset"] = _draw_charset(dice, traits["script"])
    return traits


def _draw_charset(dice: Dice, of_script: str) -> str:
    """A page that was decoded wrongly was stored as UTF-8; Big5 is the charset of traditional pages."""
    if of_script in MOJIBAKE:
        return "UTF-8"
    if of_script in ("traditional", "wrong conversion") and dice.chance(0.3):
        return charset.BIG5
    return dice.weighted(CHARSETS)


def _facts(dice: Dice, body: str, region: str, year: int) -> dict[str, Any]:
    title = dice.pick(words()["prose"]["title"]).format(body=body, year=year)
    return {
        "title": title, "body": body, "region": region, "year": year, "next": year + 1,
        "day": dice.integer(5, 31), "number": dice.integer(10_000, 99_999),
        "site": dice.integer(20, 900), "media": dice.integer(20, 900),
        "training": dice.integer(1, 5), "post": f"{dice.integer(310_000, 319_999)}",
    }  # fmt: skip


def _tables(
    dice: Dice, traits: Traits, figures: Figures, shown: dict[Key, str]
) -> tuple[damage.Pieces, set[Key]]:
    """Give the tables in this page's wording and damage, and the keys that became uncertain."""
    chosen: dict[tuple[str, str], str] = {}

    def word(code: str, label: str) -> str:
        variants = words()["labels"].get(code, [])
        if traits["wording"] == "printed" or not variants:
            return label
        return chosen.setdefault((code, label), dice.pick([label, *variants]))

    def put(key: Key) -> str:
        return shown[key]

    pieces = {
        "proactive": [proactive_grid(figures.form, put, word)],
        "requests": [requests_grid(figures.form, put, word)],
        "disputes": [disputes_grid(put, word)],
    }
    if traits["damage"] == "none":
        return pieces, set()
    return pieces, damage.damage_tables(dice, traits["damage"], pieces)


def _content(
    dice: Dice, traits: Traits, facts: dict[str, Any], figures: Figures, pieces: damage.Pieces
) -> str:
    """Give the report itself: lead, six sections, the tables among them, the signature."""
    prose = words()["prose"]
    facts = {**facts, "received": figures.values["requests/requests_received/total"]}
    parts = [f"<p>{dice.pick(prose['lead']).format(**facts)}</p>"]
    for ordinal, code in zip(ORDINALS, SECTIONS, strict=True):
        parts.append(f"<p>{ordinal}、{_heading(dice, traits, code)}</p>")
        if code in pieces:
            parts += [_marked_up(grid, traits["tables"]) for grid in pieces[code]]
            continue
        lines = prose[code] if code != "other" else [dice.pick(prose[code])]
        parts += [f"<p>{line.format(**facts)}</p>" for line in lines]
    sign = prose["sign"].format(**facts)
    return "\n".join([*parts, f"<p>{facts['body']}</p>", f"<p>{sign}</p>"])


def _heading(dice: Dice, traits: Traits, code: str) -> str:
    choices: list[str] = words()["headings"][code]
    return dice.pick(choices) if traits["wording"] == "variants" else choices[0]


def _marked_up(grid: Grid, tables: str) -> str:
    if tables in skins.SKINS:
        return skins.render(grid, tables)
    if tables == "picture":
        return '<p style="text-align:center"><img src="W0201.png" width="600"></p>'
    lines = dumps.dump(grid, tables)
    if tables == "no repeats":
        lines = dumps.without_repeats(lines)
    return "\n".join(f"<p>{line}</p>" for line in lines)


def _page(dice: Dice, traits: Traits, facts: dict[str, Any], content: str) -> str:
    page = framed(traits["platform"], facts, words()["chrome"], content)
    if traits["markup"] != "none":
        page = breakage.break_markup(dice, traits["markup"], page)
    return page


def write_report(
    dice: Dice, body: str, region: str, year: int, **fixed: str
) -> tuple[str, str, dict[Key, Value | None]]:
    """Write a report of a given body and year, undamaged: its title, its HTML and its true figures.

    ``fixed`` are traits, such as ``tables`` for the markup; the others are those of a clean page.
    """
    form = "B" if year <= 2020 else "C"
    traits = {"form": form, "tables": "clean", "numbers": "plain", "wording": "printed",
              "damage": "none", "markup": "none", **fixed}  # fmt: skip
    figures = draw_figures(dice, form)
    written = write_figures(dice, traits["numbers"], figures)
    facts = _facts(dice, body, region, year)
    pieces, _ = _tables(dice, traits, figures, {key: text for key, (text, _) in written.items()})
    content = dumps.MARKER.sub("", _content(dice, traits, facts, figures, pieces))
    return facts["title"], content, {key: value for key, (_, value) in written.items()}
