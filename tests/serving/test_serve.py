"""The served pages: what is asked for is found, nothing is written, nobody else is answered."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import threading
from contextlib import contextmanager
from urllib.parse import quote, urlencode

import html5lib
import pytest

from parsers.record import Finding
from scraper.cli import main
from scraper.serving.record import tables_of
from scraper.serving.server import Server
from scraper.serving.shelf import Asked, Shelf
from scraper.serving.site import Site
from tests.audit.test_audit import make, years
from tests.browser.showing import BODY, county, reports
from tests.comparison.test_hostile import PAYLOADS
from tests.comparison.test_hostile import county as hostile_county

FAULT = Finding(code="T3.ROWSUM", severity="error", message="bad", message_zh="错",
                cells=["requests/requests_received/total"])  # fmt: skip


@pytest.fixture(scope="module")
def records():
    """Five years of a body, an earlier version, ten other bodies; one has a fault."""
    made, earlier = reports()
    made[4].findings = [FAULT]
    return [*earlier, *made, *county()[5:]]


@pytest.fixture(scope="module")
def site(records):
    """All of them as pages."""
    return Site(Shelf(records))


def ask(site, path, **values):
    """Ask for a page; its text and its links."""
    answer = site.answer(f"{path}?{urlencode(values)}" if values else path)
    tree = html5lib.parse(answer.body.decode(), namespaceHTMLElements=False)
    return answer, "".join(tree.itertext()), [a.get("href") for a in tree.iter("a")]


@contextmanager
def served(site, host="127.0.0.1"):
    """Serve a site for a while."""
    with Server(site, host, 0) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


def request(server, method="GET", target="/", **headers):
    """Ask over the network; the answer with its body read."""
    connection = http.client.HTTPConnection(server.host, server.server_port, timeout=30)
    try:
        connection.request(method, target, headers=headers)
        answer = connection.getresponse()
        return answer, answer.read()
    finally:
        connection.close()


def test_the_shelf_counts_reports_not_versions(records):
    """The newest version is listed, the earlier one is kept beside it."""
    shelf = Shelf(records)
    assert shelf.reports == 15
    new, old = shelf.versions(f"220524-{BODY}-2024")
    assert (new.seen, old.seen) == ("2025-05-01T00:00:00Z", "2025-02-01T00:00:00Z")
    assert shelf.years(BODY) == [2021, 2022, 2023, 2024, 2025]
    assert [len(part) for part in shelf.of_body(BODY)] == [5, 1]


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        (Asked(), 15),
        (Asked("教育"), 5),
        (Asked("教育 2023"), 1),
        (Asked("%"), 0),
        (Asked("' OR 1=1 --"), 0),
        (Asked(year=2023), 11),
        (Asked(verdict="INVALID"), 1),
        (Asked(code="T3.ROWSUM"), 1),
        (Asked("水库", 2022), 0),
    ],
)
def test_reports_are_found_by_words_year_verdict_and_rule(records, asked, count):
    """Words are looked for as they are, never as a pattern or as SQL."""
    found, entries = Shelf(records).listed(asked, 0, 50)
    assert (found, len(entries)) == (count, count)


def test_a_list_is_turned_over(records):
    """Fifty a page; what is asked for is kept in the links."""
    many = [make(2023, body=f"柳河县第{n}局") for n in range(120)]
    site = Site(Shelf(many))
    _, text, links = ask(site, "/", q="柳河", page=2)
    assert "2 / 3" in text
    assert sum(link.startswith("/report?") for link in links) == 50
    assert [link for link in links if "page=" in link and "lang=zh" in link] == [
        f"/?q={quote('柳河')}&page={n}&lang=zh" for n in (1, 3)
    ]


def test_every_link_leads_to_a_page(site):
    """From the list to reports, their versions, JSON, comparison and ranking, in both languages."""
    seen, waiting = set(), ["/", "/?lang=en"]
    while waiting:
        target = waiting.pop()
        if target in seen or not target.startswith("/"):
            continue
        seen.add(target)
        answer = site.answer(target)
        assert answer.status == 200, target
        if answer.kind.startswith("text/html"):
            waiting += ask(site, target)[2]
    paths = {target.partition("?")[0] for target in seen}
    assert paths == {"/", "/report", "/report.json", "/compare", "/year"}
    assert sum("lang=en" in target for target in seen) > 20


def test_a_report_shows_its_figures_and_what_was_found(site, records):
    """The cell of a finding has a sign; JSON is the record itself."""
    report_id = f"220524-{BODY}-2025"
    _, text, _ = ask(site, "/report", id=report_id)
    assert "T3.ROWSUM" in text
    assert "✕ 44" in text
    answer = site.answer(f"/report.json?id={quote(report_id)}")
    assert json.loads(answer.body) == json.loads(records[5].to_json())


def test_bodies_of_one_name_are_compared_each_in_its_region():
    """The link of a report names its region where the name alone is not enough."""
    other = years()
    for report in other:
        report.identity.region_code = "330381"
        report.id = report.id.replace("220524", "330381")
    site = Site(Shelf([*years(), *other]))
    assert ask(site, "/compare", publisher=BODY)[0].status == 404
    for region in ("220524", "330381"):
        links = ask(site, "/report", id=f"{region}-{BODY}-2023")[2]
        (link,) = [link for link in links if link.startswith("/compare")]
        _, text, _ = ask(site, link)
        assert f"{region}-{BODY}" in text or f"· {region}" in text


def test_cells_without_a_figure_show_their_state():
    """A blank is not a zero, and a dash is not a blank."""
    made, _ = reports()
    report = made[2]
    (request_table,) = [t for t in tables_of(report, "zh") if t.number == 3]
    shown = {
        cell.shown for block in request_table.blocks for _, cells in block.rows for cell in cells
    }
    assert {"–", "0", "42"} <= shown


@pytest.mark.parametrize(
    "target",
    ["/none", "/report", "/report?id=x", "/report.json?id=x", "/compare?publisher=x", "/year", "/year?year=1",
     "/year?year=99999999999", f"/report?id={quote('220524-柳河县教育局-2025')}&version=999", "/../etc/passwd",
     "//evil", "/report?" + "&".join(f"a{n}=1" for n in range(99)), "http://[", "/%00"],
)  # fmt: skip
def test_what_there_is_not_is_told(site, target):
    """With 404 and a page, whatever is asked."""
    answer, text, _ = ask(site, target)
    assert answer.status == 404
    assert "404" in text


def test_odd_parameters_are_no_errors(site):
    """They ask for nothing."""
    for target in (
        "/?page=-1",
        "/?page=²",
        "/?year=x&lang=fr",
        "/?q=%ff%fe&rule=%00",
        "/?page=999999",
    ):
        assert site.answer(target).status == 200, target


def test_hostile_records_stay_text():
    """In the list, in the choice of rules, and on the page of a report."""
    site = Site(Shelf(hostile_county(PAYLOADS)))
    clean = Site(Shelf(hostile_county(["甲乙丙", "http://x/", "1"])))
    known = {kind for target in every(clean) for kind in kinds(clean.answer(target).body)}
    for target in every(site):
        assert kinds(site.answer(target).body) <= known, target
    echoed = site.answer(f"/?q={quote(PAYLOADS[1])}&rule={quote(PAYLOADS[1])}").body
    assert kinds(echoed) <= known


def every(site):
    """The list and the pages of all reports."""
    links = ask(site, "/")[2]
    return ["/", *(link for link in links if link.startswith("/report?"))]


def kinds(body):
    """The kinds of elements of a page."""
    tree = html5lib.parse(body.decode(), namespaceHTMLElements=False)
    elements = [e for e in tree.iter() if isinstance(e.tag, str)]
    assert all(e.get("href", "/").startswith(("/", "http://", "#")) for e in elements)
    return {(e.tag, *sorted(set(map(str, e.attrib)) - {"selected"})) for e in elements}


def test_only_this_machine_is_answered(site):
    """A host of the web that leads here (DNS rebinding) is refused; so is all but reading."""
    with served(site) as server:
        answer, body = request(server)
        assert (answer.status, answer.headers["Server"]) == (200, "gongkai")
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert len(body) == int(answer.headers["Content-Length"])
        assert request(server, Host=f"localhost:{server.server_port}")[0].status == 200
        for host in ("evil.example", f"evil.example:{server.server_port}", "127.0.0.1:1", "[", ""):
            assert request(server, Host=host)[0].status == 421, host
        for method in ("POST", "PUT", "DELETE", "OPTIONS"):
            assert request(server, method)[0].status == 501
        answer, body = request(server, "HEAD")
        assert (answer.status, body) == (200, b"")


def test_what_is_no_request_does_not_stop_the_server(site):
    """Garbage, half a request, an endless line."""
    with served(site) as server:
        for data in (b"\x00\xff\r\n\r\n", b"GET / HTTP/1.1\r\nHo", b"GET /" + b"a" * 70_000, b""):
            with socket.create_connection((server.host, server.server_port), timeout=30) as client:
                client.sendall(data)
                client.shutdown(socket.SHUT_WR)
                while client.recv(65_536):
                    pass
        assert request(server)[0].status == 200


def test_threads_share_a_shelf(site):
    """Many at once get whole pages."""
    with served(site) as server:
        found = []
        ask_one = lambda: found.append(request(server)[1])  # noqa: E731 -- short
        threads = [threading.Thread(target=ask_one) for _ in range(12)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert len(found) == 12
    assert len(set(found)) == 1


def test_wrong_use_is_told(tmp_path, capsys):
    """No folder, no record, a port that is none or taken."""
    assert main(["serve", str(tmp_path / "none")]) == 1
    assert main(["serve", str(tmp_path)]) == 1
    path = tmp_path / "a.jsonl"
    path.write_text(make(2023).to_json() + "\n", encoding="utf-8")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        for port in (str(taken.getsockname()[1]), "70000"):
            with pytest.raises(SystemExit) as caught:
                main(["serve", str(path), "--port", port])
            assert caught.value.code == 2
    assert "cannot listen" in capsys.readouterr().err


@pytest.mark.slow
def test_the_command_serves_until_it_is_stopped(tmp_path):
    """It says where, answers, writes nothing, and ends well at Ctrl+C."""
    path = tmp_path / "a.jsonl"
    path.write_text(make(2023).to_json() + "\n", encoding="utf-8")
    command = [sys.executable, "-m", "scraper.cli", "serve", str(tmp_path), "--port", "0"]
    process = subprocess.Popen(
        command,
        stderr=subprocess.PIPE,
        text=True,
        # A shell that runs the tests in the background lets them ignore it.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509 - no threads here
    )
    try:
        line = process.stderr.readline()
        port = int(line.split(":")[2].split("/")[0])
        assert line.startswith("1 reports on http://127.0.0.1:")
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        connection.request("GET", "/")
        assert "柳河县教育局" in connection.getresponse().read().decode()
        connection.close()
        os.kill(process.pid, signal.SIGINT)
        assert process.wait(timeout=30) == 0
    finally:
        process.kill()
        process.wait()
        process.stderr.close()
    assert [one.name for one in tmp_path.iterdir()] == ["a.jsonl"]
