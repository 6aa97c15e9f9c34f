"""Pages that say in one place that they are of one body or year, and in another place of another."""

import pytest

from tests.redteam.office import Page
from tests.redteam.reading import read


def signed(body: str) -> str:
    """Returns a page of 青田县水利局 that this body has signed."""
    end = f'<p style="text-align:right">{body}</p><p>2024年1月18日</p></body>'
    return Page().html().replace("</body>", end)


def codes(page: Page | str) -> set[str]:
    """Returns the codes of a page's findings."""
    return {finding.code for finding in read(page).findings}


def test_a_signature_of_another_county_is_told() -> None:
    """A report copied from another county may have its figures as well."""
    assert "I.PUBLISHER_CONFLICT" in codes(signed("缙云县水利局"))


@pytest.mark.parametrize(
    "body", ["青田县水利局", "青田县水利局办公室", "丽水市水利局", "水利局", "本局"]
)
def test_a_signature_of_the_same_region_is_none(body: str) -> None:
    """The same body, its office, a body above it and a short name contradict nothing."""
    assert "I.PUBLISHER_CONFLICT" not in codes(signed(body))


@pytest.mark.parametrize("name", ["我局", "本机关", "本单位"])
def test_a_pronoun_is_no_publisher(name: str) -> None:
    """Every office is 我局: nobody is named, and that is told."""
    page = Page(title=f"{name}2023年政府信息公开工作年度报告")
    report = read(page)
    assert report.identity.publisher is None
    assert "I.PUBLISHER_UNKNOWN" in codes(page)


def test_a_second_name_keeps_its_brackets() -> None:
    """One office under two signs is named as it names itself."""
    page = Page(title="青田县水利局（青田县水文站）2023年政府信息公开工作年度报告")
    identity = read(page).identity
    assert (identity.publisher, identity.body) == ("青田县水利局(青田县水文站)", "department")


@pytest.mark.parametrize("named", [2022, 2024, 2032])
def test_another_year_in_the_title_is_told(named: int) -> None:
    """The period decides, and the title's year is told."""
    page = Page(title=f"青田县水利局{named}年政府信息公开工作年度报告")
    assert read(page).identity.year == 2023
    assert "I.YEAR_CONFLICT" in codes(page)


def test_titles_of_other_reports_around_the_page_are_not_its_own() -> None:
    """Links to the year before and to other offices stand on most pages."""
    links = "<p>上一篇：<a>青田县水利局2022年政府信息公开工作年度报告</a></p><p>下一篇：<a>缙云县教育局2021年政府信息公开工作年度报告</a></p>"
    identity = read(Page().html().replace("</body>", links + "</body>")).identity
    assert (identity.publisher, identity.year) == ("青田县水利局", 2023)
