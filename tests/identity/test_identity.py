"""Identity is voted from title, period, labels and metadata; nothing is guessed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.identity import RegionHints, judge_mirror, read_identity, report_id, resolve_region
from parsers.identity.body import kind_of_body, publisher_of_title
from parsers.identity.contact import read_contact
from parsers.identity.dates import find_date, find_period, find_years
from parsers.readers.html import read_html
from parsers.sections import build_sections, outline_document


def identity_of(html):
    """Give identity and finding codes of a page."""
    document, outline = outline_document(read_html(html))
    sections, _ = build_sections(document, outline, frozenset())
    identity, findings = read_identity(document, outline, sections)
    return identity, [f.code for f in findings]


def page(title, lead="", head="", tail="<p>某局</p>"):
    """Give a small report page."""
    return (
        f"{head}<p>{title}</p><p>{lead}</p><p>一、总体情况</p><p>内容。</p>"
        f"<p>六、其他需要报告的事项</p><p>无。</p>{tail}"
    )


@pytest.mark.parametrize(
    ("title", "publisher"),
    [
        ("2019年上海市人民政府办公厅政府信息公开工作年度报告", "上海市人民政府办公厅"),
        ("瑞安市公安局2021年政府信息公开工作年度报告", "瑞安市公安局"),
        ("沭阳县发展和改革局2023年政府信息公开年度报告", "沭阳县发展和改革局"),
        ("关于2021年度瑞安市公安局政府信息公开工作的年度报告", "瑞安市公安局"),
        (
            "来凤县政务服务和大数据管理局关于2021年度政府信息公开工作情况的报告",
            "来凤县政务服务和大数据管理局",
        ),
        ("科技局2023年度政府信息公开工作年度报告", "科技局"),
        ("2020年度某县教育局2020年政府信息公开工作年度报告", "某县教育局"),
        (
            "瑞安市公安局2021年政府信息公开工作年度报告瑞安市公安局2021年政府信息公开工作年度报告",
            "瑞安市公安局",
        ),
        ("淮安市人民政府 2024 年政府信息公开工作年度报告", "淮安市人民政府"),
        ("《瑞安市塘下镇2022年政务公开工作年度报告》", "瑞安市塘下镇"),
        ("二〇二一年度瑞安市水利局政府信息公开年报", "瑞安市水利局"),
        ("2023年度政府信息公开工作年度报告", None),
        ("政府信息公开年报", None),
        ("", None),
    ],
)
def test_publishers(title, publisher):
    """The body is what is left when year and genre are taken from a title."""
    assert publisher_of_title(title) == publisher


@pytest.mark.parametrize(
    ("name", "year", "code", "region"),
    [
        ("瑞安市公安局", 2021, "330381", "瑞安市"),
        ("江干区政府", 2020, "330104", "江干区"),
        ("襄樊市", 2009, "420600", "襄樊市"),
        ("襄阳市", 2012, "420600", "襄阳市"),
        ("上海市人民政府办公厅", 2019, "310000", "上海市"),
        ("沭阳县发展和改革局", 2023, "321322", "沭阳县"),
        ("淮安市人民政府", 2024, "320800", "淮安市"),
        ("莱芜市国资委", 2017, "371200", "莱芜市"),
        ("密云县水务局", 2014, "110228", "密云县"),
        ("密云区水务局", 2018, "110118", "密云区"),
        ("奉化市教育局", 2015, "330283", "奉化市"),
        ("奉化区教育局", 2018, "330213", "奉化区"),
        ("北京市朝阳区教育局", 2021, "110105", "朝阳区"),
        ("南京市鼓楼区司法局", 2022, "320106", "鼓楼区"),
        ("浙江省温州市瑞安市塘下镇人民政府", 2021, "330381", "瑞安市"),
        ("温州市生态环境局瑞安分局", 2021, "330300", "温州市"),
        ("沭阳发改局", 2022, "321322", "沭阳县"),
        ("广西壮族自治区教育厅", 2022, "450000", "广西壮族自治区"),
        ("朝阳区教育局", 2021, None, None),
        ("鼓楼区司法局", 2021, None, None),
        ("科技局", 2021, None, None),
        ("", 2021, None, None),
    ],
)
def test_regions(name, year, code, region):
    """A body's name gives the code that was valid in the year, or nothing where names are shared."""
    assert resolve_region(name, year)[:2] == (code, region)


def test_shared_names_are_decided_by_hints_only():
    """A site code or a named parent decides between two districts of one name."""
    assert resolve_region("朝阳区教育局", 2021).candidates
    assert resolve_region("朝阳区教育局", 2021, RegionHints("110105")).code == "110105"
    assert (
        resolve_region("鼓楼区司法局", 2021, RegionHints(names=("南京市人民政府",))).code
        == "320106"
    )
    assert resolve_region("科技局", 2021, RegionHints("321322")).name == "沭阳县"
    assert resolve_region("科技局", 2021, RegionHints("999999")).code is None


@pytest.mark.parametrize(
    ("text", "year", "period"),
    [
        ("统计期限从2019年1月1日到12月31日止", None, ("2019-01-01", "2019-12-31")),
        ("统计时限为2023年1月1日至2023年12月31日", None, ("2023-01-01", "2023-12-31")),
        ("自2021年 1 月 1 日起至 2021年12月31日止", None, ("2021-01-01", "2021-12-31")),
        ("2022年1月1日—12月31日", None, ("2022-01-01", "2022-12-31")),
        ("２０２０年１月１日-１２月３１日", None, ("2020-01-01", "2020-12-31")),
        ("所列数据统计期限为202111日到1231日", 2021, ("2021-01-01", "2021-12-31")),
        ("20211月1日至202112月31日", 2021, ("2021-01-01", "2021-12-31")),
        ("202111日到1231日", 2020, None),
        ("202111日到1231日", None, None),
        ("202111日起至20211230日", 2021, None),
        ("2021年2月30日至2021年12月31日", None, None),
        ("本年度", None, None),
    ],
)
def test_periods(text, year, period):
    """Periods in every spelling; dropped characters only where the title's year proves them."""
    found = find_period(text, year)
    assert (found and (found.start.isoformat(), found.end.isoformat())) == period


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2022年1月24日", "2022-01-24"), ("2022-1-24 10:00", "2022-01-24"), ("2022/01/24", "2022-01-24"),
        ("20220124", "2022-01-24"), ("二〇二二年一月二十四日", "2022-01-24"), ("二○二二年十二月十日", "2022-12-10"),
        ("2022年13月1日", None), ("330381", None), ("", None),
    ],
)  # fmt: skip
def test_dates(text, iso):
    """Dates in every spelling; what is none is none."""
    found = find_date(text)
    assert (found.isoformat() if found else None) == iso


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("2020年度某局2021年年报", [2020, 2021]), ("〔2019〕60号", []), ("第711号令", []), ("二〇二一年度", [2021]),
        ("2023政府信息公开年报", [2023]), ("某局年度报告（2021年）", [2021]), ("年报(2022年度)", [2022]),
        ("（2019年第711号）", []), ("（2019）60号", []),
    ],
)  # fmt: skip
def test_years(text, years):
    """Only years count, no numbers of decrees."""
    assert find_years(text) == years


@pytest.mark.parametrize(
    ("text", "phone"),
    [
        ("电话：0049176 12345678", None),  # the head of a longer foreign number
        ("电话：0574-0655001", None),
        ("联系电话：0574-6555 0001。", "0574-65550001"),
        ("电话：（010）8123 4567", "010-81234567"),
        ("（邮编：223600，电话：0527—83593059）", "0527-83593059"), ("联系电话：(0577) 65855059", "0577-65855059"),
        ("电话0577-65855059", "0577-65855059"), ("联系方式：１３８００１３８０００", "13800138000"),
        ("电话：0571-87000000转8012", "0571-87000000-8012"), ("抖音号:1323500080", None), ("无", None),
    ],
)  # fmt: skip
def test_phones(text, phone):
    """Phone numbers stand behind their word and come with ASCII hyphens."""
    assert read_contact([text]).phone == phone


def test_contact_fields():
    """Address, postcode and e-mail are read from the report's own text."""
    contact = read_contact(
        ["地址：沭城街道苏州东路42号，邮编：223600，电子邮箱：a.b@163.com，联系人：某某"]
    )
    assert (contact.address, contact.postcode, contact.email) == (
        "沭城街道苏州东路42号",
        "223600",
        "a.b@163.com",
    )
    assert "某某" not in contact.model_dump_json()
    assert read_contact(["微博账号:[email protected]"]).email is None


@pytest.mark.parametrize(
    ("name", "kind"),
    [("瑞安市公安局", "department"), ("淮安市人民政府", "government"), ("瑞安市塘下镇人民政府", "township"),
     ("某街道办事处", "township"), ("永川高新区管委会", "other"), ("上海市人民政府办公厅", "government"), ("瑞安", None)],
)  # fmt: skip
def test_kinds_of_bodies(name, kind):
    """The ending tells the kind of a body."""
    assert kind_of_body(name) == kind


def test_labels_win_over_metadata_and_signature():
    """A label table's date wins, and all sources are told."""
    head = (
        "<meta name=PubDate content='2024-05-28'><meta name=SiteIDCode content=3213220037>"
        "<table><tr><td>索 引 号<td>0143/2024-2<td>发布机构<td>沭阳县发展和改革局"
        "<tr><td>公开日期<td>2024-01-17<td>文号<td>沭发改〔2024〕3号</table>"
    )
    html = page("2023年政府信息公开工作年度报告", "统计时限为2023年1月1日至2023年12月31日。", head,
                "<p>沭阳县发展和改革局</p><p>2024年1月15日</p>")  # fmt: skip
    identity, codes = identity_of(html)
    assert identity.publisher == "沭阳县发展和改革局"
    assert identity.region_code == "321322"
    assert identity.published_on == "2024-01-17"
    assert (identity.index_number, identity.document_number) == ("0143/2024-2", "沭发改〔2024〕3号")
    assert codes == ["I.DATE_SOURCE"]
    assert report_id(identity) == "321322-沭阳县发展和改革局-2023"


def test_page_times_are_no_dates_of_publication():
    """Capture and generation times never count; nor does a date inside the reporting year."""
    head = "<p>采集时间：2025-12-30</p><p>发布日期：2021-03-02</p>"
    identity, _ = identity_of(page("瑞安市公安局2021年政府信息公开年报", "", head))
    assert identity.published_on is None


def test_year_conflict_is_told_and_the_period_taken():
    """Title and period of different years give a finding."""
    identity, codes = identity_of(
        page("瑞安市公安局2022年政府信息公开年报", "统计期限自2021年1月1日起至2021年12月31日止。")
    )
    assert identity.year == 2021
    assert "I.YEAR_CONFLICT" in codes


def test_unknown_publisher_and_ambiguous_region_are_told():
    """What cannot be told is a finding and null."""
    identity, codes = identity_of(page("2021年政府信息公开年报", tail=""))
    assert (identity.publisher, "I.PUBLISHER_UNKNOWN" in codes) == (None, True)
    assert report_id(identity) == "000000-unknown-2021"
    identity, codes = identity_of(page("朝阳区教育局2021年政府信息公开年报"))
    assert (identity.region_code, "I.REGION_AMBIGUOUS" in codes) == (None, True)


def test_scope_is_told_only_where_the_text_says_it():
    """我局 is an own body, 各县（市、区） the whole jurisdiction, silence is null."""
    assert (
        identity_of(page("瑞安市公安局2021年政府信息公开年报", "我局编制本报告。"))[0].scope
        == "own_body"
    )
    wide = page("淮安市人民政府2021年政府信息公开年报", "数据包括各县（市、区）。")
    assert identity_of(wide)[0].scope == "jurisdiction_wide"
    assert identity_of(page("淮安市人民政府2021年政府信息公开年报"))[0].scope is None


@pytest.mark.parametrize(
    ("url", "html", "mirror", "canonical"),
    [
        (None, "", False, None),
        ("http://www.ruian.gov.cn/art/2022/1/24/art_1_2.html", "", False, None),
        ("http://127.0.0.1:8000/a.html", "", False, None),
        ("https://game.example/art/1.html", "", True, None),
        ("https://game.example/a/1.html?x=1", "<meta name=SiteDomain content='http://www.x.gov.cn/'>", True,
         "http://www.x.gov.cn/a/1.html?x=1"),
        ("https://game.example/1", "<p>来源：http://www.x.gov.cn/a/202401/t20240101_1.shtml</p>", True,
         "http://www.x.gov.cn/a/202401/t20240101_1.shtml"),
    ],
)  # fmt: skip
def test_mirrors(url, html, mirror, canonical):
    """A foreign host is a mirror; its original is named where the page names it."""
    document = read_html(f"<p>x</p>{html}")
    assert judge_mirror(document, url) == (mirror, canonical)


@given(st.text(max_size=60), st.one_of(st.none(), st.integers(1990, 2040)))
def test_regions_and_titles_are_total(text, year):
    """Any text is resolved or not, without an error and twice the same."""
    assert resolve_region(text, year) == resolve_region(text, year)
    publisher_of_title(text)
    find_date(text)
    find_period(text, year)
    read_contact([text])
