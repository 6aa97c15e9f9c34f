"""Differences of text: nothing is lost, what is alike stands together, numbers differ as a whole."""

from hypothesis import given
from hypothesis import strategies as st

from parsers.record import Section
from scraper.comparison.shown import shown_sections
from scraper.comparison.text import section_diffs
from tests.audit.test_audit import make

SENTENCES = st.lists(
    st.text(alphabet="甲乙丙丁12，", min_size=1, max_size=9).map(str.strip), max_size=8
)


def diffs(before, now):
    """The differences of one section."""
    reports = make(2021), make(2022)
    for report, text in zip(reports, (before, now), strict=True):
        report.sections = [Section(code="overview", heading="一、总体情况", text=text)]
    return section_diffs(*reports)


def sides(diff):
    """Both texts, put together again from the pieces."""
    before = [p.text for p in diff.pieces if p.kind != "new"]
    now = [p.text for p in diff.pieces if p.kind != "gone"]
    return before, now


@given(SENTENCES, SENTENCES)
def test_both_texts_can_be_put_together_again(before, now):
    """Every sentence of either side is there once, in its order."""
    texts = ["".join(f"{one}。" for one in side if one) for side in (before, now)]
    for diff in diffs(*texts):
        assert ["".join(side) for side in sides(diff)] == texts


def test_numbers_differ_as_a_whole_and_the_rest_does_not():
    """268 and 831 have no digit in common that would be left unmarked."""
    (diff,) = diffs("全年公开信息268条。办结3件。", "全年公开信息831条。办结3件。")
    gone, new, same = diff.pieces
    assert [text for differs, text in gone.parts if differs] == ["268"]
    assert [text for differs, text in new.parts if differs] == ["831"]
    assert (same.kind, same.text) == ("same", "办结3件。")
    assert diff.changed


def test_likeness_knows_the_order_of_letters():
    """The same letters in another order are not the same text."""
    (diff,) = diffs("甲乙丙丁戊己庚辛。", "辛庚己戊丁丙乙甲。")
    assert diff.similarity < 0.5
    (same,) = diffs("甲乙。丙丁。", "甲乙。丙丁。")
    assert (same.similarity, same.changed) == (1, False)


def test_a_section_of_one_report_alone_is_told():
    """Whichever of them has it."""
    before, now = make(2021), make(2022)
    before.sections = [Section(code="overview", heading="一", text="甲。")]
    now.sections = [Section(code="other", heading="六", text="乙。")]
    assert [(d.code, d.only) for d in section_diffs(before, now)] == [
        ("other", "now"), ("overview", "before"),
    ]  # fmt: skip


def test_long_texts_leave_room_and_say_so():
    """Sentences that are the same are folded; what there is no room for is counted."""
    (diff,) = diffs(
        "。".join(f"甲{n}" for n in range(50)), "。".join(f"甲{n}" for n in range(49)) + "。乙"
    )
    (section,) = shown_sections([diff], 60_000)
    assert section.rows[0].same == 48
    long = diffs("", "。".join(f"{n}" + "丙" * 400 for n in range(390)))
    (section,) = shown_sections(long, 60_000)
    assert section.rows[-1].cut > 100
    assert section.rows[-1].cut + len(section.rows) - 1 == len(long[0].pieces)
