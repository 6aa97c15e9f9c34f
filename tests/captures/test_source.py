"""Archives as a source: both protocols against a server on loopback."""

import asyncio
from dataclasses import replace

import pytest

from scraper.captures import ArchiveVisitor, Source, newest, unseen
from scraper.captures.asking import Asker
from scraper.errors import ArchiveError, FetchError
from scraper.exchange import Request
from scraper.fetch import Client
from scraper.settings import Settings
from scraper.warc import payload_digest
from tests.captures.server import Kept, archive_of

HOST = "www.x.gov.cn"
HOME = f"http://{HOST}/"


def page(text):
    """A page of a site."""
    return f"<html><meta charset=utf-8><body>{text}</body></html>".encode()


KEPT = (
    Kept(HOME, "20220115120000", page("首页")),
    Kept(HOME, "20230115120000", page("首页 2023")),
    Kept(f"{HOME}nb/2021.html", "20220120080910", page("2021年政府信息公开工作年度报告")),
    Kept(f"{HOME}nb/2022.html", "20230120080910", page("2022年政府信息公开工作年度报告")),
    Kept(f"{HOME}nb/gone.html", "20220121000000", page("404"), 404),
    Kept(f"{HOME}nb/copy.html", "20220122000000", page("2021年政府信息公开工作年度报告")),
    Kept(f"{HOME}nb/long.html", "20220123000000", page("很长"), cut=True),
    Kept(f"{HOME}old.html", "20211204000000", page("旧")),
    Kept("http://www.y.gov.cn/", "20220115120000", page("别处")),
)
BOTH = pytest.mark.parametrize("name", ["common-crawl", "wayback"])


@pytest.fixture
def shelf():
    """The archive on loopback."""
    with archive_of(KEPT) as found:
        yield found


def asked(archive, ask):
    """Run a question to a source."""

    async def run():
        """Run inside the loop of events."""
        async with Client(Settings(allow_private=True)) as client:
            return await ask(Source(Asker(client, archive, loopback=True), archive))

    return asyncio.run(run())


def captures_of(archive, years=range(2021, 2023), home=HOME):
    """What a source says it has."""

    async def ask(source):
        """Run inside the loop of events."""
        return [capture async for capture in source.captures(home, years)]

    return asked(archive, ask)


@BOTH
def test_all_captures_of_a_host_are_found(shelf, name):
    """Over several pages of the index, of this host alone, with status 200."""
    found = captures_of(shelf[1][name])
    wanted = {(k.url, k.timestamp) for k in KEPT if HOST in k.url and k.status == 200}
    wanted.discard((f"{HOME}old.html", "20211204000000"))  # before the reports could be there
    assert {(c.url, c.timestamp) for c in found} == wanted
    assert {c.archive for c in found} == {name}


@BOTH
def test_years_choose_what_is_asked(shelf, name):
    """A report of 2022 is published in 2023."""
    found = captures_of(shelf[1][name], range(2022, 2023))
    assert {c.timestamp[:4] for c in found} == {"2023"}


@BOTH
def test_a_host_without_captures_has_none(shelf, name):
    """It is no failure."""
    assert captures_of(shelf[1][name], home="http://www.z.gov.cn/") == []


@BOTH
def test_a_capture_is_what_the_site_had_answered(shelf, name):
    """Body, status, address and time, and where it comes from."""
    capture = newest(captures_of(shelf[1][name]))["x.gov.cn/nb/2021.html"]
    got = asked(shelf[1][name], lambda source: source.load(capture))
    assert got.data == KEPT[2].body
    assert (got.url, got.status) == (f"{HOME}nb/2021.html", 200)
    assert got.retrieved_at == "2022-01-20T08:09:10Z"
    assert got.header("Content-Type") == "text/html"
    assert got.header("Content-Encoding") is None
    assert got.header("X-Archive-Source") == name
    assert got.header("X-Archive-Timestamp") == "20220120080910"
    assert got.header("X-Archive-Place") == capture.place
    assert got.flags == ()


def test_a_part_of_a_file_is_asked_for_and_no_more(shelf):
    """The range of one record."""
    capture = captures_of(shelf[1]["common-crawl"])[0]
    asked(shelf[1]["common-crawl"], lambda source: source.load(capture))
    longer = capture._replace(length=capture.length + 40)
    with pytest.raises((ArchiveError, FetchError)):
        asked(shelf[1]["common-crawl"], lambda source: source.load(longer))
    shorter = capture._replace(length=capture.length - 1)
    with pytest.raises(ArchiveError, match="ends inside a record"):
        asked(shelf[1]["common-crawl"], lambda source: source.load(shorter))


def test_a_record_of_another_address_is_refused(shelf):
    """The index and the file must agree."""
    first, second, *_ = captures_of(shelf[1]["common-crawl"], range(2021, 2022))
    wrong = first._replace(url=second.url)
    with pytest.raises(ArchiveError, match="not http"):
        asked(shelf[1]["common-crawl"], lambda source: source.load(wrong))


def test_a_page_that_was_cut_is_suspect(shelf):
    """Common Crawl keeps the beginning of long pages; it is never read as the page."""
    found = newest(captures_of(shelf[1]["common-crawl"]))
    got = asked(
        shelf[1]["common-crawl"], lambda source: source.load(found["x.gov.cn/nb/long.html"])
    )
    assert got.suspect == "warc-truncated"


@BOTH
def test_an_archive_that_is_busy_is_asked_again(shelf, name):
    """With growing waits, and given up with its own word in the end."""
    shelf[0].failing += [503, 500]
    assert captures_of(shelf[1][name])
    shelf[0].failing += [503] * 20
    with pytest.raises(FetchError) as caught:
        captures_of(shelf[1][name])
    assert caught.value.code == "F.SERVER"


@BOTH
def test_what_is_left_out_is_told(shelf, name):
    """An index that is too long is not read to its end in silence."""

    async def ask(source):
        """Run inside the loop of events."""
        return [c async for c in source.captures(HOME, range(2021, 2022))], source.notes

    archive = replace(shelf[1][name], most_pages=1)
    found, notes = asked(archive, ask)
    assert len(found) == 2
    assert "left out" in notes[0]


@BOTH
def test_a_capture_never_leads_to_the_site_itself(name):
    """A page that sends on is refused, not followed out of the archive."""
    away = b'<html><head><meta http-equiv="refresh" content="0; url=http://127.0.0.9:1/"></head>'
    with archive_of([Kept(HOME, "20220115120000", away)]) as (_, archives):
        capture = captures_of(archives[name])[0]
        if name == "common-crawl":
            got = asked(archives[name], lambda source: source.load(capture))
            assert got.data == away
        else:
            with pytest.raises(FetchError, match="not in the archive"):
                asked(archives[name], lambda source: source.load(capture))


@BOTH
def test_a_harvest_asks_the_archive_in_the_place_of_sites(shelf, name):
    """The newest capture of each address; the index of a host is read once."""

    async def ask(source):
        """Run inside the loop of events."""
        visitor = ArchiveVisitor(source, range(2021, 2023))
        home = await visitor.visit(Request(f"https://{HOST}"))
        report = await visitor.visit(Request(f"{HOME}nb/2022.html#top"))
        with pytest.raises(FetchError) as missing:
            await visitor.visit(Request(f"{HOME}nb/2019.html"))
        with pytest.raises(FetchError):
            await visitor.visit(Request(HOME, "POST", b"x"))
        return home, report, missing.value

    home, report, missing = asked(shelf[1][name], ask)
    assert home.data == KEPT[1].body
    assert report.data == KEPT[3].body
    assert (missing.code, "no capture" in missing.reason) == ("F.NOT_FOUND", True)
    starts = [target for target in shelf[0].asked if "showNumPages" in target]
    assert len(starts) == (2 if name == "common-crawl" else 0)


def test_equal_bodies_are_loaded_once(shelf):
    """By the digest of the index: what is kept already, and copies, cost no request."""
    found = sorted(
        captures_of(shelf[1]["common-crawl"], range(2021, 2022)), key=lambda c: c.timestamp
    )
    known = {payload_digest(KEPT[0].body)}
    left = [capture.url for capture in unseen(found, known)]
    assert left == [f"{HOME}nb/2021.html", f"{HOME}nb/long.html"]


def test_the_pauses_are_kept(shelf):
    """Between two questions to a host lies its pause, by the clock it is given."""
    now, slept = [0.0], []

    async def sleep(seconds):
        """Run inside the loop of events."""
        slept.append(seconds)
        now[0] += seconds

    archive = replace(shelf[1]["common-crawl"], index_pause=1.0, data_pause=1.0)

    async def run():
        """Run inside the loop of events."""
        async with Client(Settings(allow_private=True)) as client:
            asker = Asker(client, archive, clock=lambda: now[0], sleep=sleep, loopback=True)
            return [c async for c in Source(asker, archive).captures(HOME, range(2021, 2023))]

    asyncio.run(run())
    assert len(slept) == len(shelf[0].asked) - 1
    assert min(slept) >= 1.0


@BOTH
def test_what_the_archive_says_of_itself_is_no_answer_of_a_site(shelf, name):
    """Its failure is told as such, without what it said; a later address may have better luck."""

    async def ask(source):
        """Run inside the loop of events."""
        visitor = ArchiveVisitor(source, range(2021, 2023))
        shelf[0].failing += [503] * 8
        with pytest.raises(FetchError) as caught:
            await visitor.visit(Request(HOME))
        return caught.value

    error = asked(shelf[1][name], ask)
    assert (error.code, error.answer, error.url) == ("F.SERVER", None, HOME)
    assert error.reason.startswith("the archive: ")


def test_a_folder_s_page_has_several_names():
    """As servers give them; a page with a name of its own has one."""
    listed = [
        Kept(f"{HOME}index.html", "20220115120000", page("首页")),
        Kept(f"{HOME}nb/", "20220115120000", page("年报")),
    ]

    async def ask(source):
        """Run inside the loop of events."""
        visitor = ArchiveVisitor(source, range(2021, 2022))
        found = [await visitor.find(f"{HOME}{path}") for path in ("", "nb/index.htm", "nb/1.html")]
        return [capture and capture.url for capture in found]

    with archive_of(listed) as (_, archives):
        assert asked(archives["wayback"], ask) == [f"{HOME}index.html", f"{HOME}nb/", None]
