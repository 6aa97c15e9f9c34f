"""Every family's sites give all their reports and nothing else, walked without any network."""

import pytest

from scraper.exchange import Exchange
from scraper.families.registry import known_drivers
from scraper.harvest.crawl import first_requests
from scraper.harvest.judge import judge
from scraper.sites import Site as Listed
from scraper.urls import normal_url
from tests.world.build import build
from tests.world.families import DRIVER, FAMILIES
from tests.world.model import Asked

YEARS = range(2020, 2024)
BY_YEAR = ("hanweb_xxgk", "lonsun_year")  # every year of every organ is asked for there
MOST = 400  # requests after which a walk is lost


def walk(site):
    """Walk a site as the engine does; gives what was asked, by kind, and the families seen."""
    listed = Listed(site.id, site.name, f"http://{site.host}/")
    queue, asked, families = list(first_requests(listed)), {}, set()
    while queue:
        queue.sort(key=lambda item: -item.score)
        planned = queue.pop(0)
        request = planned.request
        key = normal_url(request.url) + request.method + request.body.hex()
        if key in asked:
            continue
        target = request.url.partition(site.host)[2]
        got = site.answer(Asked(request.method, target, request.body))
        asked[key] = (planned, got.status)
        assert len(asked) < MOST, sorted(asked)
        if got.status != 200:
            continue
        headers = (("Content-Type", got.kind),)
        exchange = Exchange(request, request.url, 200, headers, got.body, "t")
        judged = judge(planned, exchange, listed, YEARS, known_drivers())
        kind = judged.kind or planned.kind
        asked[key] = (planned._replace(kind=kind), 200)
        families.add(judged.family)
        queue += judged.children
    return asked, families


@pytest.fixture(scope="module")
def world():
    """One site of each family, with more reports than a page of its list shows."""
    return build(7, len(FAMILIES), 10, YEARS)


@pytest.mark.parametrize("at", range(len(FAMILIES)), ids=list(FAMILIES))
def test_all_reports_are_found_and_nothing_else(world, at):
    """Every report within the years is asked for as one; no other page is taken for a report."""
    site = world.sites[at]
    asked, families = walk(site)
    wanted = {
        normal_url(f"http://{site.host}{site.addresses[r.number]}") + "GET" for r in site.reports
    }
    reports = {
        key
        for key, (planned, status) in asked.items()
        if planned.kind in ("report", "cover") and status == 200
    }
    assert wanted <= reports
    others = reports - wanted
    if site.family not in BY_YEAR:
        assert others == set()
    driver = DRIVER.get(site.family, site.family)
    assert driver in families


def test_every_driver_has_a_site():
    """A family without a site in the world is not tested at all."""
    tested = {DRIVER.get(name, name) for name in FAMILIES} | {"selectors"}
    assert {driver.name for driver in known_drivers()} <= tested


def test_dead_addresses_are_few(world):
    """A walk asks for next to nothing that there is not."""
    for site in world.sites:
        asked, _ = walk(site)
        dead = [planned for planned, status in asked.values() if status != 200]
        assert {planned.kind for planned in dead} <= {"probe", "guess"}
