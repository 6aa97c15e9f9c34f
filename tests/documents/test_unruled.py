"""Tables without lines between their columns, from words that are placed by hand."""

import re

from scraper.documents.unruled import unruled_tables
from scraper.documents.words import Word, label_of, lines_of, values_of
from tests.documents.placed_words import COLUMNS, LABELS, line, page, texts, word


def test_a_part_of_table_2_is_read_by_its_header():
    """Blanks stay blank, and the figure below a single header belongs to it."""
    head = [word("信息内容", 100, 112), word("本年制发件数", 300, 112), word("本年废止件数", 400, 112), word("现行有效件数", 500, 112)]  # fmt: skip
    part = page(
        word("第二十条第（一）项", 300, 100, 90),
        *head,
        *line("规章", ["1", "", "2"], 124, (300, 400, 500)),
        *line("行政规范性文件", ["", "-", "30"], 136, (300, 400, 500)),
        word("第二十条第（五）项", 300, 148, 90),
        *[word("信息内容", 100, 160), word("本年处理决定数量", 300, 160)],
        *line("行政许可", ["7"], 172, (300,)),
    )
    first, second = unruled_tables([part])
    assert texts(first)[2:] == [["规章", "1", "", "2"], ["行政规范性文件", "", "-", "30"]]
    assert texts(second)[1:] == [["信息内容", "本年处理决定数量"], ["行政许可", "7"]]
    assert first.table.rows[2][1].box == (3, 290, 124, 310, 133)
    assert not first.table.ruled


def test_table_3_is_read_by_its_labels():
    """A header over two lines, a label wrapped around its figures, blanks, and the number of the page."""
    wrapped = line("x", ["", "2", "", "", "", "", "2"], 154)[1:]
    rows = page(
        word("三、收到和处理政府信息公开申请情况", 180, 80, 200),
        word("法人或其他组织", 420, 100, 120),
        *[word(label[:2], at, 106) for label, at in zip(LABELS, COLUMNS, strict=True)],
        *[word(label[2:], at, 114) for label, at in zip(LABELS, COLUMNS, strict=True) if label[2:]],
        *line("一、本年新收政府信息公开申请数量", ["1", "2", "0", "0", "0", "0", "3"], 126),
        word("（四）无法", 120, 148, 30),
        word("2.没有现成信息", 200, 148, 80),
        *wrapped,
        word("需要另行制作", 200, 160, 80),
        *line("四、结转下年度继续办理", ["0", "0", "0", "0", "0", "0", "0"], 175),
        word("四、政府信息公开行政复议、行政诉讼情况", 200, 200, 200),
        word("- 3 -", 300, 800),
    )
    (seen,) = unruled_tables([rows])
    assert texts(seen) == [
        ["", *LABELS],
        ["一、本年新收政府信息公开申请数量", "1", "2", "0", "0", "0", "0", "3"],
        ["2.没有现成信息需要另行制作", "", "2", "", "", "", "", "2"],
        ["四、结转下年度继续办理", "0", "0", "0", "0", "0", "0", "0"],
    ]
    assert seen.places[3][0] > 90
    assert seen.places[3][1] < 200


def test_table_4_needs_its_fifteen_columns():
    """With one of them gone nothing is placed."""
    middles = [40 + 35 * n for n in range(15)]
    results = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计") * 3
    header = [word("行政复议", 110, 100, 40), word("行政诉讼", 370, 100, 40)]
    header += [word("未经复议直接起诉", 285, 110, 80), word("复议后起诉", 460, 110, 60)]
    labels = [word(text, at, 122) for text, at in zip(results, middles, strict=True)]
    figures = [word(str(n), at, 134, 5) for n, at in enumerate(middles) if n != 3]
    (seen,) = unruled_tables([page(*header, *labels, *figures)])
    assert [cell.text for cell in seen.table.rows[0]] == [
        "行政复议",
        "未经复议直接起诉",
        "复议后起诉",
    ]
    assert texts(seen)[2] == [str(n) if n != 3 else "" for n in range(15)]
    assert unruled_tables([page(*header, *labels[:-1], *figures)]) == []


def test_prose_is_no_table():
    """Labels and figures in sentences."""
    prose = page(
        word("其他", 60, 100),
        word("全年收到申请", 120, 112, 80),
        word("35", 200, 112),
        word("总计", 60, 124),
        word("12", 200, 124),
    )
    assert unruled_tables([prose]) == []
    assert unruled_tables([page()]) == []


def test_two_figures_in_one_column_are_not_placed():
    """The row keeps them all, one behind the other."""
    rows = [line(f"{n}.重复申请", ["1"] * 7, 100 + 12 * n) for n in range(2, 6)]
    crowded = [*line("（一）予以公开", ["1"] * 7, 180), word("9", 302, 180, 2)]
    (seen,) = unruled_tables([page(*[one for row in rows for one in row], *crowded)])
    assert len(seen.table.rows[-1]) == 9


def test_words_make_lines_and_figures_end_them():
    """Figures with a unit and marks count, words with digits in them do not."""
    words = [Word("4.件", 0, 9, 0, 9), Word("１２件", 20, 29, 1, 9), Word("—", 40, 49, 0, 10)]
    (one,) = lines_of(words)
    assert label_of(one) == "4.件"
    assert [value.text for value in values_of(one)] == ["１２件", "—"]
    assert re.sub(r"\D", "", label_of(one)) == "4"
