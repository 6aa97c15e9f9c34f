"""Tables without lines that page breaks cut, and figures and labels that are wrapped, from words placed by hand."""

import pytest

from scraper.documents.bands import bands_of
from scraper.documents.columns import Column, cut, labels_of, spread
from scraper.documents.sheet import sheet_of
from scraper.documents.unruled import unruled_tables
from scraper.documents.words import Word, text_of
from tests.documents.placed_words import COLUMNS, LABELS, line, page, texts, word

HEADER = [word(label, at, 706, 30) for label, at in zip(LABELS, COLUMNS, strict=True)]
RESULTS = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计") * 3
FIFTEEN = [40 + 35 * n for n in range(15)]


def disputes_header(y):
    """The header of table 4."""
    return [
        word("行政复议", 110, y, 40),
        word("行政诉讼", 370, y, 40),
        word("未经复议直接起诉", 285, y + 10, 80),
        word("复议后起诉", 460, y + 10, 60),
        *[word(text, at, y + 22) for text, at in zip(RESULTS, FIFTEEN, strict=True)],
    ]


def test_a_break_stands_between_a_header_and_its_figures():
    """The table stands on the page where it begins, the boxes of its figures on the next."""
    figures = [word(str(n), at, 72, 5) for n, at in enumerate(FIFTEEN)]
    first = page(*disputes_header(700), word("- 2 -", 300, 806), number=2)
    (seen,) = unruled_tables(
        [first, page(*figures, word("五、存在的主要问题", 100, 94, 90), number=3)]
    )
    assert texts(seen)[2] == [str(n) for n in range(15)]
    assert [seen.table.rows[at][0].box[0] for at in (1, 2)] == [2, 3]
    assert seen.places == {2: (700, 731), 3: (72, 81)}


def test_few_rows_before_a_break_belong_to_the_table_behind_it():
    """On their own they show one column, and are too few to be told for a table."""
    first = page(
        word("申请人情况", 400, 690, 60),
        *HEADER,
        *line("一、本年新收政府信息公开申请数量", ["", "", "", "", "", "", "3"], 725),
        word("- 1 -", 300, 806),
        number=1,
    )
    second = page(
        *line("二、上年结转政府信息公开申请数量", ["", "", "1", "", "", "", "1"], 70),
        *line("四、结转下年度继续办理", ["2", "", "", "", "", "", "2"], 90),
        number=2,
    )
    (seen,) = unruled_tables([first, second])
    assert texts(seen) == [
        ["", *LABELS],
        ["一、本年新收政府信息公开申请数量", "", "", "", "", "", "", "3"],
        ["二、上年结转政府信息公开申请数量", "", "", "1", "", "", "", "1"],
        ["四、结转下年度继续办理", "2", "", "", "", "", "", "2"],
    ]


def test_a_label_goes_on_behind_a_break():
    """Its last line is nearer to the next row, whose label it would spoil."""
    first = page(
        word("申请人情况", 400, 690, 60),
        *HEADER,
        *line("（二）部分公开（区分处理的，只计这一情形，", ["1"] * 7, 735),
        number=1,
    )
    second = page(
        word("不计其他情形）", 200, 62, 60),
        *line("1.属于国家秘密", ["0"] * 7, 70),
        *line("四、结转下年度继续办理", ["2"] * 7, 90),
        number=2,
    )
    (seen,) = unruled_tables([first, second])
    labels = [row[0] for row in texts(seen)][1:]
    assert labels[:2] == [
        "（二）部分公开（区分处理的，只计这一情形，不计其他情形）",
        "1.属于国家秘密",
    ]


def test_figures_are_wrapped_in_narrow_columns():
    """A unit below its figure, and a number over two lines; the rows stay apart."""
    rows = []
    for at, label in enumerate(
        ("1.属于国家秘密", "2.其他法律行政法规禁止公开", "四、结转下年度继续办理")
    ):
        y = 726 - 60 + 24 * at
        rows += [word("0", 540, y - 7, 5), word("1", 500, y - 7, 9)]
        rows += line(label, ["0件", "5件", "0件", "0件", "0件", "", ""], y)
        rows += [word("件", 540, y + 7, 9), word("2", 500, y + 7, 9)]
    header = [{**one, "top": one["top"] - 66, "bottom": one["bottom"] - 66} for one in HEADER]
    (seen,) = unruled_tables([page(*header, *rows)])
    assert [row[1:] for row in texts(seen)[1:]] == [
        ["0件", "5件", "0件", "0件", "0件", "12", "0件"]
    ] * 3


def test_a_wrapped_figure_of_table_4_is_one():
    """Its second line alone would be another figure, and wrong in silence."""
    figures = [word("1", at, 140 if n != 4 else 134, 5) for n, at in enumerate(FIFTEEN)]
    (seen,) = unruled_tables([page(*disputes_header(100), *figures, word("4", FIFTEEN[4], 146, 5))])
    assert texts(seen)[2] == ["1"] * 4 + ["14"] + ["1"] * 10


def test_labels_that_touch_are_cut_where_the_figures_tell():
    """A note beside the first column, and two labels of table 4."""
    note = word("（本列数据的勾稽关系为）自然人", 235, 706, 150)
    rows = [*line("2.重复申请", ["1"] * 7, 726), *line("四、结转下年度继续办理", ["2"] * 7, 746)]
    (seen,) = unruled_tables([page(word("申请人情况", 420, 690, 60), note, *HEADER[1:], *rows)])
    assert texts(seen)[0][1].endswith("自然人")
    header = disputes_header(100)
    touching = [*header[:4], word("结果维持结果纠正", 57.5, 122, 64), *header[6:]]
    figures = [word("1", at, 140, 5) for at in FIFTEEN]
    (seen,) = unruled_tables([page(*touching, *figures)])
    assert texts(seen)[1] == list(RESULTS)
    assert unruled_tables([page(*touching, *figures[1:])]) == []


@pytest.mark.parametrize(
    ("words", "left"),
    [
        ([word("0", 480, 748), word("0", 520, 748)], 2),
        ([word("7", 520, 748)], 2),
        ([word("- 25 -", 300, 806)], 1),
        ([word("-", 290, 806, 3), word("25", 300, 806, 9), word("-", 310, 806, 3)], 1),
        ([word("25", 300, 806)], 1),
    ],
    ids=["row", "figure", "mark", "mark of three words", "bare number"],
)
def test_the_number_of_a_page_is_told_from_its_last_row(words, left):
    """A number stands alone and apart; figures follow the line above them."""
    assert len(sheet_of([page(word("2.重复申请", 200, 734), *words)])) == left


def test_two_rows_are_not_taken_for_one():
    """Figures below one another in most columns, and two on one line of a column."""
    upper = [Word("1", at, at + 5, 10, 19) for at in COLUMNS]
    lower = [Word("2", at, at + 5, 23, 32) for at in COLUMNS]
    columns = [Column(at, at + 5) for at in COLUMNS]
    assert spread([*upper, *lower], columns) is None
    assert spread([*upper, *lower[:3]], columns)[0].text == "12"
    assert spread([*upper, Word("9", 302, 307, 10, 19)], columns) is None
    assert len(bands_of([*upper, *lower])) == 2


def test_a_row_of_wrapped_figures_is_one_where_some_stand_in_the_middle():
    """Numbers over two lines in five of seven columns."""
    wrapped = [Word("1", at, at + 5, y, y + 9) for at in COLUMNS[:5] for y in (10, 23)]
    single = [Word("0", at, at + 5, 16.5, 25.5) for at in COLUMNS[5:]]
    cells = spread([*wrapped, *single], [Column(at, at + 5) for at in COLUMNS])
    assert [cell.text for cell in cells] == ["11"] * 5 + ["0"] * 2


def test_the_end_of_a_wide_label_is_not_given_to_its_neighbour():
    """A gap within a label, and a narrow column beside it."""
    columns = [Column(468, 484), Column(504, 508)]
    header = [
        Word("法律服务", 454, 487, 0, 9),
        Word("机", 491, 499, 0, 9),
        Word("其", 502, 510, 0, 9),
        Word("构", 471, 479, 13, 22),
        Word("他", 502, 510, 13, 22),
    ]
    assert labels_of(header, columns, "requests") == ["法律服务机构", "其他"]
    assert labels_of(header[:1] + header[2:3], columns, "requests") == ["法律服务", "其"]


def test_parts_of_a_word_keep_their_places():
    """Letters are equally wide."""
    parts = cut(Word("甲乙丙丁", 10, 50, 0, 9), [30])
    assert [(one.text, one.left, one.right) for one in parts] == [
        ("甲乙", 10, 30),
        ("丙丁", 30, 50),
    ]
    assert text_of(cut(Word("甲", 10, 20, 0, 9), [30])) == "甲"


def test_a_column_without_figures_left_of_all_others_is_told_by_its_label():
    """Nobody asked as a natural person: the first figures are those of enterprises."""
    head = [word(label[:2], at, 106) for label, at in zip(LABELS, COLUMNS, strict=True)]
    head += [
        word(label[2:], at, 114) for label, at in zip(LABELS, COLUMNS, strict=True) if label[2:]
    ]
    note = word("（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之", 170, 106, 200)
    rows = page(
        *[note, word("和）", 170, 114), *head],
        *line("一、本年新收政府信息公开申请数量", ["", "2", "0", "0", "0", "0", "2"], 126),
        *line("二、上年结转政府信息公开申请数量", ["", "", "", "", "", "", "0"], 140),
    )
    (seen,) = unruled_tables([rows])
    assert texts(seen) == [
        ["", *LABELS],
        ["一、本年新收政府信息公开申请数量", "", "2", "0", "0", "0", "0", "2"],
        ["二、上年结转政府信息公开申请数量", "", "", "", "", "", "", "0"],
    ]


def test_a_table_keeps_its_columns_over_the_page():
    """Blanks on the second page stand where the first one has its columns; a label is wrapped at its top."""
    rows = [line(f"{n}.重复申请", ["1"] * 7, 100 + 12 * n) for n in range(2, 6)]
    first = page(*[one for row in rows for one in row], word("办理结果", 60, 172), number=3)
    below = page(
        word("（二）部分公开（区分处理的，只计这一情形，", 200, 40, 150),
        *line("x", ["", "2", "", "", "5", "", "7"], 48)[1:],
        word("不计其他情形）", 200, 56, 80),
        *line("1.属于国家秘密", ["", "0", "", "", "0", "", "0"], 74),
        *line("四、结转下年度继续办理", ["", "", "", "", "", "", "0"], 90),
        number=4,
    )
    (seen,) = unruled_tables([first, below])
    assert texts(seen)[4:] == [
        ["（二）部分公开（区分处理的，只计这一情形，不计其他情形）", "", "2", "", "", "5", "", "7"],
        ["1.属于国家秘密", "", "0", "", "", "0", "", "0"],
        ["四、结转下年度继续办理", "", "", "", "", "", "", "0"],
    ]


def test_blank_figures_below_a_break_keep_their_places():
    """The header of table 4 ends a page; alone, neither it nor the figures are a table."""
    header = page(*disputes_header(760), number=2)
    figures = [word(str(n), at, 40, 5) for n, at in enumerate(FIFTEEN) if n not in (0, 7)]
    following = page(*figures, word("五、存在的主要问题及改进情况", 150, 60, 150), number=3)
    (seen,) = unruled_tables([header, following])
    assert texts(seen)[2] == [str(n) if n not in (0, 7) else "" for n in range(15)]
    assert unruled_tables([header]) == unruled_tables([following]) == []


@pytest.mark.parametrize("side", [-1, 1], ids=["left", "right"])
def test_figures_stand_at_one_side_of_their_columns(side):
    """Long and short figures have other middles then, and one edge."""
    figures = ["1", "0", "3364", "0", "20", "0", "3385"]
    rows = []
    for at, label in enumerate(("2.重复申请", "四、结转下年度继续办理")):
        shown = figures if at else figures[::-1]
        rows.append(word(label, 200, 726 + 20 * at, 100))
        for text, middle in zip(shown, COLUMNS, strict=True):
            wide = 5 * len(text)
            rows.append(word(text, middle + side * (16 - wide / 2), 726 + 20 * at, wide))
    header = [word(label[0], at + side * 12, 706, 8) for label, at in zip(LABELS, COLUMNS, strict=True)]  # fmt: skip
    rest = [word(label[1:], at + side * 8, 715, 16) for label, at in zip(LABELS, COLUMNS, strict=True)]  # fmt: skip
    (seen,) = unruled_tables([page(word("申请人情况", 400, 690, 60), *header, *rest, *rows)])
    assert texts(seen) == [
        ["", *LABELS],
        ["2.重复申请", *figures[::-1]],
        ["四、结转下年度继续办理", *figures],
    ]


def test_a_row_whose_label_and_figure_are_wrapped_is_one():
    """Cells are set at the bottom: the first line of a figure stands beside the first of the label alone."""
    label = "5.要求行政机关确认或重新出具已获取信息"
    rows = [
        *line("3.要求提供公开出版物", ["0"] * 7, 726),
        *line("4.无正当理由大量反复申请", ["0"] * 7, 746),
        *line(label[:13], ["52", "", "", "", "", "", "180"], 766 - 4),
        *line(label[13:], ["0", "7", "0", "0", "0", "0", "5"], 779 - 4),
        *line("四、结转下年度继续办理", ["0"] * 7, 795),
    ]
    header = [word("申请人情况", 400, 690, 60), *HEADER]
    (seen,) = unruled_tables([page(*[{**w, "top": w["top"] - 90, "bottom": w["bottom"] - 90} for w in (*header, *rows)])])  # fmt: skip
    assert texts(seen)[3] == [label, "520", "7", "0", "0", "0", "0", "1805"]
    assert [row[1] for row in texts(seen)[1:]] == ["0", "0", "520", "0"]
