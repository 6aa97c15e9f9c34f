"""Pages of words that are placed by hand."""

from types import SimpleNamespace

COLUMNS = (300, 340, 380, 420, 460, 500, 540)
LABELS = ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计")


def word(text, middle, y, width=20):
    """A word around a middle."""
    return {
        "text": text,
        "x0": middle - width / 2,
        "x1": middle + width / 2,
        "top": y,
        "bottom": y + 9,
    }


def page(*words, number=3):
    """A page that holds words."""
    return SimpleNamespace(height=842, page_number=number, extract_words=lambda **_: list(words))


def line(label, figures, y, middles=COLUMNS):
    """A label and figures; a blank stands for none."""
    shown = [word(text, at, y) for text, at in zip(figures, middles, strict=True) if text]
    return [word(label, 200, y, 100), *shown]


def texts(seen):
    """The texts of a table."""
    return [[cell.text for cell in row] for row in seen.table.rows]
