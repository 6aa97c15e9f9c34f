"""A world from a seed: sites, homes, distractors, reports and what is true of them."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from typing import Any

from tests.world.families import COLUMN, FAMILIES
from tests.world.model import Answer, Asked, Report, Site, page
from tests.world.reports import file_of, part_pages, report_page, written

COUNTIES = "柳河县 清河县 白水县 永嘉县 沭阳县 代县 平阴县 嘉祥县 宁晋县 大名县 岚县 神池县 桓仁县 东丰县 庆安县 涟水县 泗洪县 安吉县 天台县 怀远县 泾县 顺昌县 上杭县 万载县 德安县 莘县 临邑县 兰考县 睢县 远安县 嘉鱼县 华容县 江永县 大埔县 灵川县 平乐县 屏山县 青神县 正安县 施秉县 建水县 弥渡县 城固县 镇巴县 康县 文县 民和县 互助县 盐池县 精河县".split()
FIRST, SECOND = "瑶琪珑璟琅瑾琰", "岫峦屿汀洲渚埠"
BUREAUS = "教育局 财政局 水利局 民政局 司法局 审计局 统计局 林业局 农业农村局 自然资源局 交通运输局 文化和旅游局 卫生健康局 应急管理局 市场监督管理局 医疗保障局".split()


@dataclass
class World:
    """Sites by host, and how they were made."""

    seed: int
    sites: list[Site] = field(default_factory=list)

    def by_host(self) -> dict[str, Site]:
        """The sites by their host."""
        return {site.host: site for site in self.sites}

    def truth(self, port: int) -> list[dict[str, Any]]:
        """What there is to find: one row a report, with its figures."""
        return [
            {
                "site": site.id,
                "family": site.family,
                "url": f"http://{site.host}:{port}{site.addresses[report.number]}",
                "publisher": report.publisher,
                "year": report.year,
                "kind": report.kind,
                "cells": written(self.seed, report)[1] if report.kind == "html" else {},
            }
            for site in self.sites
            for report in site.reports
        ]


def build(
    seed: int, hosts: int, reports: int, years: range, *, names: bool = False, files: bool = True
) -> World:
    """Build a world.

    Args:
        seed: The same seed gives the same world.
        hosts: How many sites.
        reports: How many reports each site publishes within the years.
        years: Of the reports; each site also lists one of the year before, which is not wanted.
        names: Hosts are names below localhost, not addresses of the loopback network.
        files: Some sites publish a report only as a file.
    """
    world = World(seed)
    kinds = list(FAMILIES)
    for number in range(hosts):
        dice = random.Random(f"{seed}/{number}")
        family = kinds[number % len(kinds)]
        host = f"site{number:03d}.localhost" if names else _address(number)
        county = county_name(number)
        site = Site(f"s{number:03d}", f"{county}人民政府", host, family, [])
        site.reports = _reports(dice, county, number, reports, years, files=files)
        column = FAMILIES[family](site)
        _homes(site, column, number)
        for report in site.reports:
            _publish(world.seed, site, report)
        site.reports = [report for report in site.reports if report.year in years]
        world.sites.append(site)
    return world


def county_name(number: int) -> str:
    """Give the name of a county: a real one, and beyond them one that there is not."""
    if number < len(COUNTIES):
        return COUNTIES[number]
    first, second = divmod(number - len(COUNTIES), len(SECOND))
    return FIRST[first % len(FIRST)] + SECOND[second] + "县"


def _address(number: int) -> str:
    return f"127.77.{number // 250}.{number % 250 + 1}"


def _reports(
    dice: random.Random, county: str, number: int, count: int, years: range, *, files: bool
) -> list[Report]:
    """Reports of bureaus and years, each pair once; one of the year before besides."""
    pairs = [(bureau, year) for bureau in BUREAUS for year in years]
    dice.shuffle(pairs)
    chosen = [*pairs[:count], (BUREAUS[0], years[0] - 1)]
    found = []
    for at, (bureau, year) in enumerate(sorted(chosen, key=lambda pair: -pair[1]), 1):
        publisher = county + bureau
        genre = dice.choice(
            ["政府信息公开工作年度报告", "政府信息公开年度报告", "政府信息公开年报"]
        )
        kind = "pdf" if files and number % 9 == 4 and at == 2 else "html"
        title = f"{publisher}{year}年{genre}"
        day = f"{year + 1}-01-{dice.randint(5, 30):02d}"
        found.append(Report(publisher, county, year, title, day, at, kind))
    return found


def _homes(site: Site, column: str, number: int) -> None:
    """The way from the home page; some sites need two clicks, some three."""
    news = "".join(f'<a href="/xw/{n}.html">县领导调研重点项目{n}</a>' for n in range(5))
    noise = f'<a href="/ysq/">依申请公开</a><a href="/zc/">政策文件</a>{news}'
    link = f'<a href="{column}">{COLUMN}</a>'
    menu = f'<a href="/zwgk/">政府信息公开</a>{noise}'
    if number % 3 == 0:
        site.put("/", page(site.name, noise + link))
    else:
        site.put("/", page(site.name, menu))
        deeper = '<a href="/zwgk/fdzdgk/">法定主动公开内容</a><a href="/zn/">政府信息公开指南</a>'
        site.put("/zwgk/", page("政府信息公开", deeper if number % 3 == 2 else noise + link))
        site.put(
            "/zwgk/fdzdgk/",
            page("法定主动公开内容", '<a href="/gz/">2023年政府工作报告</a>' + link),
        )
    for path in ("/ysq/", "/zc/", "/zn/", "/gz/", *(f"/xw/{n}.html" for n in range(5))):
        site.put(
            path,
            page("页面", f"<p>这是 {path} 的内容。</p>" + "<p>会议指出，要抓好落实。</p>" * 20),
        )


def _publish(seed: int, site: Site, report: Report) -> None:
    """Put a report up under its address."""
    address = site.addresses[report.number]

    def answer(_asked: Asked) -> Answer:
        return Answer(report_page(seed, report, site.family.partition("_")[0]))

    site.answers[address] = answer
    if site.family == "trs" and report.kind == "html" and report.number % 3 == 1:
        stem = address.rpartition("/")[2].removesuffix(".html")
        pages = part_pages(seed, report, stem)
        for number, body in enumerate(pages):
            place = address.replace(stem, f"{stem}_{number}") if number else address
            site.put(place, body)
    if site.family == "lonsun_year":
        path = address.partition("&")[0]
        newest = max(r.year for r in site.reports if r.publisher == report.publisher)
        if report.year == newest:
            site.answers[path] = answer
    if report.kind != "html":
        path = f"/files/{report.number}.{report.kind}"
        kind = {"pdf": "application/pdf", "docx": "application/octet-stream"}[report.kind]
        site.put(path, file_of(report), kind)
