"""Planted faults of every rule are found, and clean series are left alone."""

from __future__ import annotations

import pytest

from parsers.audit import audit, verdict_of
from parsers.audit.page import describe_audit
from parsers.audit.reuse import similarity
from parsers.audit.rules import audit_book
from parsers.audit.words import Common, sentences_of, slot_of
from parsers.record import Evidence, Identity, Period, Report, Section, Source, Statement
from tests.conftest import ROOT
from tests.proving.dice import Dice

CARRY_IN = "carried_over_from_previous_year"
CARRY_OUT = "carried_over_to_next_year"
KINDS = ("natural_person", "org.commercial_enterprise", "org.research_institution",
         "org.public_interest_organization", "org.legal_service_institution", "org.other")  # fmt: skip
WORDS = "水库移民农村危房学区划分河道采砂租赁分配老旧小区医保报销道路养护宅基审批秸秆禁烧档案查阅走访答复核对台账窗口引导电话回访调解公示栏"


TOPICS = "水库移民 农村危房 学区划分 河道采砂 公租房分配 老旧小区 医保报销 道路养护 宅基地审批 秸秆禁烧".split()
SOURCE = {
    "uri": "x", "url": "http://x/", "canonical_url": None, "mirror": False, "retrieved_at": None, "status": 200,
    "media_type": "text/html", "bytes": 1, "sha256": "0" * 64,
    "encoding": {"declared": None, "used": "utf-8", "how": "str"}, "repairs": [], "reader": "html",
    "gongkai_version": "0",
}  # fmt: skip


def make(year, *, body="柳河县教育局", carried=(3, 4), received=40, seed=0, kind="department"):
    """A report whose figures add up: what is received and carried in is closed or carried out."""
    dice = Dice(f"audit/{body}/{year}/{seed}")
    closed = received + carried[0] - carried[1]
    rows = {
        "requests_received": _row(received),
        CARRY_IN: _row(carried[0]),
        "outcome.granted": _row(closed),
        "outcome.total": _row(closed),
        CARRY_OUT: _row(carried[1]),
    }
    blocks = {
        "review": dict.fromkeys(("upheld", "corrected", "other_result", "pending", "total"), 0)
    }
    documents = {"art20_1.normative_documents": {"issued": 2, "repealed": 2, "in_force": 30}}
    decisions = {"art20_5.administrative_licensing": {"decisions": 300 + dice.integer(0, 40)}}
    fees = {"art20_8.administrative_fees": {"amount_collected": 1.5 + dice.integer(0, 9) / 10}}
    words = own_words(dice)
    other = dice.pick(["本年度未收取信息处理费。", "信息处理费收取情况：0元。"])
    sections = [
        Section(code="overview", heading="一、总体情况", text=f"{year}年{words}工作考核良好。"),
        Section(
            code="problems",
            heading="五、存在的主要问题",
            text=own_words(dice),
        ),
        Section(code="other", heading="六、其他", text=other),
    ]
    return Report(
        id=f"220524-{body}-{year}",
        identity=Identity(
            title=f"{body}{year}年年度报告", publisher=body, region_code="220524", body=kind,
            year=year, period=Period(start=f"{year}-01-01", end=f"{year}-12-31"),
            published_on=f"{year + 1}-01-20",
        ),
        form="C",
        sections=sections,
        tables={"requests": rows, "disputes": blocks, "proactive": {**documents, **decisions, **fees}},
        source=Source.model_validate(SOURCE),
    )  # fmt: skip


def own_words(dice):
    """Sentences that no other report has."""
    sentences = ("".join(dice.pick(WORDS) for _ in range(24)) for _ in range(8))
    return "。".join(sentences) + "。"


def _row(value):
    """A row of which all are natural persons."""
    return {**dict.fromkeys(KINDS, 0), "natural_person": value, "total": value}


def years(count=5, **more):
    """A clean series from 2021 on: what is carried out is carried in the year after."""
    return [make(2021 + n, carried=(3 + n, 4 + n), received=40 + n, **more) for n in range(count)]


def codes(reports, **more):
    """The codes that an audit gives."""
    return [finding.code for finding in audit(reports, **more)]


def test_a_clean_series_is_left_alone():
    """Five years of ten bodies without a single finding."""
    reports = [r for topic in TOPICS for r in years(body=f"柳河县{topic}局")]
    assert codes(reports) == []
    assert verdict_of(audit(reports)) == "VALID"


def _edit(reports, at, path, value):
    """Change one cell of one year."""
    table, row, column = path.split("/")
    reports[at].tables[table].setdefault(row, {})[column] = value


def _carry(reports):
    _edit(reports, 2, f"requests/{CARRY_IN}/total", 9)


def _carry_column(reports):
    _edit(reports, 2, f"requests/{CARRY_IN}/natural_person", 4)
    _edit(reports, 2, f"requests/{CARRY_IN}/org.other", 1)


def _stock(reports):
    _edit(reports, 3, "proactive/art20_1.normative_documents/in_force", 41)


def _same(reports):
    reports[2].tables["proactive"] = reports[1].tables["proactive"]


def _jump(reports):
    _edit(reports, 2, "proactive/art20_5.administrative_licensing/decisions", 90_000)


def _unit(reports):
    _edit(reports, 1, "proactive/art20_8.administrative_fees/amount_collected", 15_000)


def _rules(reports):
    _edit(reports, 0, "proactive/art20_1.government_rules/in_force", 6)


def _fee(reports, value=35):
    reports[1].statements = [
        Statement(cell="section6/information_processing_fee_yuan", value=value, unit="元",
                  approximate=False, quote="x", section="other", span=(0, 1))
    ]  # fmt: skip


def _fee_early(reports):
    _fee(reports, 40)
    reports[1].identity.year = 2020


def _fee_link(reports):
    _edit(reports, 2, "requests/outcome.other_handling.fee_overdue/total", 2)
    reports[2].sections[2].text = "无其他需要报告的事项，特此说明。"


def _section6(reports):
    reports[2].sections[2].text = "无其他需要报告的事项。"


def _section5(reports):
    reports[2].sections[1].text = "无。"


def _government(reports):
    reports[2].identity.body = "government"
    reports[2].sections[0].text = reports[2].sections[0].text.replace("工作考核良好。", "")


def _late(reports):
    reports[2].identity.published_on = "2024-02-28"


def _period(reports):
    reports[2].identity.period = Period(start="2022-01-01", end="2022-12-31")


def _natural(reports):
    _edit(reports, 2, "requests/requests_received/natural_person", 3)


def _pending(reports):
    for at, carried in ((2, (5, 200)), (3, (200, 200)), (4, (200, 9))):
        reports[at] = make(2021 + at, carried=carried, received=300)
    reports[4].tables["requests"]["requests_received"]["total"] = 300


def _dup(reports):
    _edit(reports, 4, f"requests/{CARRY_OUT}/total", 900)


def _disputes(reports):
    _edit(reports, 2, "disputes/review/total", 80)


def _rules_of_a_city(reports):
    for report in reports:
        report.identity.region_code = "220500"
    _rules(reports)


def _published_early(reports):
    reports[2].identity.published_on = "2023-01-20"


def _old_form(reports):
    reports[2].form = "B"


def _shifted(reports):
    """Each row of table 3 lost its first cell, and what follows moved to the left."""
    for row in reports[2].tables["requests"].values():
        figures = list(row.values())
        figures[1] = figures[0]
        figures[0] = 0
        row.update(zip(row, [*figures[1:], None], strict=True))


def _carried_in_of_nowhere(reports):
    _edit(reports, 1, f"requests/{CARRY_OUT}/total", None)
    _edit(reports, 2, f"requests/{CARRY_IN}/total", 500)


def _suits(reports):
    for at, count in ((3, 9), (4, 11)):
        row = dict.fromkeys(("upheld", "corrected", "other_result", "pending", "total"), count)
        reports[at].tables["disputes"]["litigation.direct"] = row
    _edit(reports, 2, "disputes/litigation.direct/total", 1)


def _reuse(reports):
    reports[2].sections[1].text = reports[1].sections[1].text


PLANTED = {
    "X.CARRY": _carry,
    "X.CARRY.COL": _carry_column,
    "X.STOCK": _stock,
    "X.SAME_TABLE": _same,
    "P.JUMP": _jump,
    "X.OUTLIER": _jump,
    "P.WANYUAN": _unit,
    "P.RULES_POWER": _rules,
    "P.FEE10": _fee,
    "P.FEE_START": _fee_early,
    "P.FEE_LINK": _fee_link,
    "P.SEC6_FEE": _section6,
    "P.SEC5": _section5,
    "P.GOV_SEC1": _government,
    "P.DEADLINE": _late,
    "P.PERIOD": _period,
    "P.NATURAL": _natural,
    "P.PENDING": _pending,
    "P.DUP": _dup,
    "P.DISPUTE_RATIO": _disputes,
    "P.RULES_CITY_DEPT": _rules_of_a_city,
    "P.PERIOD.PUBLISHED": _published_early,
    "P.GEN": _old_form,
    "P.SHIFT": _shifted,
    "P.DUP.PREVIOUS": _carried_in_of_nowhere,
    "P.REVIEW_FIRST": _suits,
    "X.REUSE": _reuse,
}
ELSEWHERE = {"X.RESTATED", "X.ITEMS.B", "X.DISCLOSED_BOUND.B", "AGG.SUM", "AGG.LE", "X.REUSE_OTHER"}


@pytest.mark.parametrize("code", PLANTED)
def test_a_planted_fault_is_found(code):
    """Each rule finds its own fault, names the report, and the others stay nearly silent."""
    reports = years()
    PLANTED[code](reports)
    found = audit(reports)
    assert len(found) <= 6
    told = [one for finding in found for one in (finding, *finding.follow_ons)]
    named = next(one for one in told if one.code == code)
    assert {finding.report_ids[0] for finding in found} <= {report.id for report in reports}
    assert named.message
    assert named.message_zh


def test_every_rule_is_planted():
    """A rule without a planted fault is not tested."""
    assert set(audit_book().rules) == set(PLANTED) | ELSEWHERE


def test_the_carry_names_both_years_and_figures():
    """Evidence of both reports: what was carried out, and what came in; columns are folded under it."""
    reports = years()
    _carry(reports)
    _carry_column(reports)
    found = [finding for finding in audit(reports) if finding.code.startswith("X.CARRY")]
    (finding,) = found
    assert (finding.expected, finding.actual) == (5, 9)
    assert finding.report_ids == [reports[2].id, reports[1].id]
    assert f"requests/{CARRY_IN}/natural_person" in finding.cells
    assert verdict_of(found) == "INVALID"


def test_blank_cells_and_missing_years_say_nothing():
    """Undecided is not failed; two years apart is not a year."""
    reports = years()
    _edit(reports, 2, f"requests/{CARRY_IN}/total", None)
    assert "X.CARRY" not in codes(reports)
    _edit(reports, 2, f"requests/{CARRY_IN}/total", 77)
    assert "X.CARRY" not in codes([reports[0], reports[2]])


def test_form_b_has_rules_of_its_own():
    """Items and totals of 2019 against 2020."""
    first, second = make(2019, carried=(3, 4)), make(2020, carried=(4, 5))
    for report, previous, change, total, new in ((first, 10, 2, 50, 5), (second, 15, 0, 80, 4)):
        report.form = "B"
        report.tables["proactive"] = {
            "art20_5.administrative_licensing": {
                "items_previous_year": previous,
                "items_change": change,
            },
            "art20_1.normative_documents": {"disclosed_total": total, "newly_disclosed": new},
        }
    found = {finding.code: finding for finding in audit([first, second])}
    assert set(found) >= {"X.ITEMS.B", "X.DISCLOSED_BOUND.B"}
    assert (found["X.ITEMS.B"].expected, found["X.ITEMS.B"].actual) == (12, 15)
    assert (found["X.DISCLOSED_BOUND.B"].expected, found["X.DISCLOSED_BOUND.B"].actual) == (54, 80)


def test_a_consolidated_report_is_held_against_the_bodies_below():
    """Too much below is wrong always; too little only where all were collected."""
    whole = make(2022, body="柳河县人民政府", kind="government", received=100)
    whole.identity.scope = "consolidated"
    whole.identity.published_on = "2023-03-01"
    _edit([whole], 0, "proactive/art20_5.administrative_licensing/decisions", 10_000)
    _edit([whole], 0, "proactive/art20_8.administrative_fees/amount_collected", 100)
    parts = [
        make(2022, body=f"柳河县{topic}局", received=received, carried=(1, 1))
        for topic, received in (("水利", 90), ("教育", 40))
    ]
    assert "AGG.LE" in codes([whole, *parts])
    assert "AGG.LE" not in codes([whole, parts[1]])
    assert "AGG.SUM" in codes([whole, parts[1]], complete=True)


def test_words_of_another_body_are_found_and_shared_phrases_are_not():
    """One report copies another; a phrase that all have is nobody's own."""
    reports = [r for topic in TOPICS for r in years(2, body=f"柳河县{topic}局")]
    law = (
        "根据《中华人民共和国政府信息公开条例》规定，现公布本年度报告，所列数据的统计期限为全年，请予监督。"
        * 3
    )
    for report in reports:
        report.sections[0].text += law
    assert codes(reports) == []
    reports[0].sections[0].text = reports[12].sections[0].text
    found = [f for f in audit(reports) if f.code == "X.REUSE_OTHER"]
    assert len(found) == 1
    assert set(found[0].report_ids) == {reports[0].id, reports[12].id}


def test_the_sketch_counts_bodies_not_sentences():
    """A sentence that one body repeats, year after year, is still its own."""
    common = Common()
    slot = slot_of("本局开展了专项整治")
    common.add([slot] * 50)
    assert not common.has("本局开展了专项整治")
    for _ in range(5):
        common.add([slot])
    assert common.has("本局开展了专项整治")


def test_sentences_and_similarity():
    """Blanks do not count, short pieces are left out."""
    assert [one[:] for one in sentences_of("本 局开展了 整治。无；第二句话也在这里")] == [
        ("本局开展了整治", 0, 9),
        ("第二句话也在这里", 12, 20),
    ]
    assert similarity(frozenset(), frozenset("a")) == 0.0


def test_recorded_findings_are_part_of_the_audit():
    """What the record tells of itself stands with its id."""
    report = make(2022)
    report.evidence = {
        "x": Evidence.model_validate({"raw": "", "state": "blank", "at": {"line": 1}})
    }
    report.findings = audit(_broken())[:1]
    assert audit([report])[0].report_ids == [report.id]


def _broken():
    reports = years()
    _carry(reports)
    return reports


def test_the_page_of_the_rules_is_what_the_rules_say():
    """docs/audit-rules.md is generated."""
    assert (ROOT / "docs" / "audit-rules.md").read_text(encoding="utf-8") == describe_audit()


def test_figures_that_were_changed_after_publication_are_told():
    """With both figures; a version whose text alone differs is none."""
    reports = years(2)
    first = reports[1].model_copy(deep=True)
    assert "X.RESTATED" not in [f.code for f in audit(reports, earlier=[first])]
    _edit([first], 0, "proactive/art20_1.normative_documents/issued", 7)
    first.source.retrieved_at = "2023-02-01T00:00:00Z"
    (finding,) = [f for f in audit(reports, earlier=[first]) if f.code == "X.RESTATED"]
    assert (finding.expected, finding.actual) == (7, 2)
    assert "2023-02-01" in finding.message


def test_bodies_that_are_missing_are_told_with_the_sums():
    """A body that reports in another year, and not in this one."""
    whole = make(2022, body="柳河县人民政府", kind="government", received=100)
    whole.identity.scope = "consolidated"
    whole.identity.published_on = "2023-03-01"
    parts = [make(2022, body="柳河县水利局", received=90), make(2023, body="柳河县教育局")]
    (found,) = [one for one in audit([whole, *parts], complete=True) if one.code == "AGG.SUM"]
    assert "1 bodies that report in other years have no report" in found.message
    assert found.follow_ons
    assert found.report_ids == [whole.id, parts[0].id]


def test_one_wrong_figure_is_one_finding():
    """A carried figure that was mistyped breaks sums, prose and the year after; all is under its cause."""
    from parsers.checks import run_checks

    reports = years()
    _edit(reports, 1, f"requests/{CARRY_OUT}/natural_person", 8)
    _edit(reports, 1, f"requests/{CARRY_OUT}/total", 8)
    reports[1].findings = run_checks(reports[1])
    found = audit(reports)
    assert [one.code for one in found] == ["T3.BALANCE", "X.CARRY"]
    assert [one.code for one in found[0].follow_ons] == ["T3.BALANCE"]
    assert [one.code for one in found[1].follow_ons] == ["X.CARRY.COL"]


def test_folding_never_makes_a_verdict_milder():
    """A grave finding is not folded under a milder one."""
    reports = years()
    PLANTED["X.SAME_TABLE"](reports)
    _edit(reports, 2, f"requests/{CARRY_IN}/total", 9)
    assert verdict_of(audit(reports)) == "INVALID"


def test_a_body_that_repeats_itself_every_year_is_found():
    """Its sentences stand in five reports, and are still its own."""
    reports = years()
    for report in reports[1:]:
        report.sections[1].text = reports[0].sections[1].text
    found = [one for one in audit(reports) if one.code == "X.REUSE"]
    assert len(found) == 4
    (mine, other), *_ = found[0].passages
    assert mine.text == other.text
    assert mine.text == reports[1].sections[1].text[mine.start : mine.stop]
    assert (mine.report_id, other.report_id) == (reports[1].id, reports[0].id)


def test_phrases_of_the_law_are_nobodys_own_in_a_small_collection():
    """Two reports that share nothing but the form's own words are not alike."""
    law = "根据《中华人民共和国政府信息公开条例》的规定，现公布本单位年度报告。" * 9
    reports = years(2)
    for report in reports:
        report.sections[1].text = law
    assert "X.REUSE" not in codes(reports)


def test_growth_in_the_prose_is_held_against_the_year_before():
    """Only an audit knows both years."""
    reports = years(2)
    reports[1].statements = [
        Statement(cell="requests/requests_received/growth", value=80.0, unit="%",
                  approximate=False, quote="同比增长80%", section="overview", span=(0, 7))
    ]  # fmt: skip
    (finding,) = [one for one in audit(reports) if one.code == "N.GROWTH"]
    assert finding.report_ids == [reports[1].id, reports[0].id]
    assert finding.expected == 4.65  # of the readings the nearest: those on hand
