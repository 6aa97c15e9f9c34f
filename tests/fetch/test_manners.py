"""Turns and pauses, with a clock that the tests move."""

import asyncio
import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scraper.errors import FetchError
from scraper.fetch.faults import failure
from scraper.fetch.manners import LONGEST_HOLD, LONGEST_PAUSE, Manners
from scraper.fetch.servers import SHARE
from tests.fetch.playing import HOST, URL, Time

RESET = failure("reset", "reset", url=URL)
REFUSED = failure("refused", "no", url=URL, status=403)


class Turns:
    """Manners whose every turn is noted."""

    def __init__(self, delay=1.0, took=0.0, **more):
        self.time = Time()
        self.manners = Manners(delay, clock=self.time, sleep=self.time.sleep, **more)
        self.took = took
        self.begun = []
        self.under_way = self.most = 0

    async def turn(self, host=HOST, error=None, name=None):
        """Take one turn."""
        await self.manners.take(host, URL)
        began = self.time()
        self.begun.append((began, name or host))
        self.under_way += 1
        self.most = max(self.most, self.under_way)
        await self.time.sleep(self.took)
        self.under_way -= 1
        self.manners.give(host, self.time() - began, error)

    def run(self, *turns):
        """Take all turns at the same time."""

        async def together():
            """Run inside the loop of events."""
            await asyncio.gather(*turns)

        asyncio.run(together())

    def one_by_one(self, *errors):
        """Take turns one after the other."""

        async def each():
            """Run inside the loop of events."""
            for error in errors:
                await self.turn(error=error)

        asyncio.run(each())


def gaps(times):
    """Give the seconds between times."""
    return [round(b - a, 3) for a, b in itertools.pairwise(times)]


def test_a_pause_lies_between_the_end_of_an_answer_and_the_next_request():
    """However many ask at once, the host sees one after the other, in the order they came."""
    turns = Turns(took=0.3)
    turns.run(*(turns.turn(name=n) for n in range(1, 6)))
    assert turns.most == 1
    assert [name for _, name in turns.begun] == [1, 2, 3, 4, 5]
    assert gaps([time for time, _ in turns.begun]) == [1.3] * 4


def test_hosts_do_not_wait_for_each_other():
    """Three hundred hosts take as long as one."""
    turns = Turns(took=0.5)
    hosts = [f"h{n}:80" for n in range(100)]
    turns.run(*(turns.turn(host) for host in hosts for _ in range(3)))
    assert turns.time.now - 100.0 == pytest.approx(3 * 0.5 + 2 * 1.0)
    assert len(turns.begun) == 300


def test_so_many_requests_are_under_way_over_all_hosts():
    """A slot is not taken while a host rests, and goes to whoever has waited longest."""
    turns = Turns(took=1.0, at_once=10)
    turns.run(*(turns.turn(f"h{n}:80") for n in range(40)))
    assert turns.most == 10
    assert turns.time.now - 100.0 == pytest.approx(4.0)
    assert [host for _, host in turns.begun] == [f"h{n}:80" for n in range(40)]


def resolver(addresses):
    """Give a look-up that knows some hosts, and counts."""
    asked = []

    async def resolve(host):
        """Run inside the loop of events."""
        asked.append(host)
        return addresses.get(host)

    return resolve, asked


def test_a_machine_with_many_hosts_is_spared():
    """It bears what a few hosts would bear: so many at once, so many within a delay."""
    hosts = [f"h{n}:80" for n in range(20)]
    resolve, asked = resolver(dict.fromkeys(hosts, "93.184.216.34"))
    turns = Turns(took=2.0, resolve=resolve)
    turns.run(*(turns.turn(host) for host in hosts))
    assert turns.most == SHARE
    assert min(gaps(sorted(time for time, _ in turns.begun))) >= 1.0 / SHARE
    assert sorted(asked) == sorted(hosts)


@pytest.mark.parametrize("address", ["127.0.0.1", "::1", None])
def test_this_machine_and_unknown_ones_are_not_counted(address):
    """Hosts on loopback are the user's own."""
    hosts = [f"h{n}:80" for n in range(20)]
    resolve, _ = resolver(dict.fromkeys(hosts, address))
    turns = Turns(took=2.0, resolve=resolve)
    turns.run(*(turns.turn(host) for host in hosts))
    assert turns.most == 20


def test_the_pause_grows_with_failures_and_shrinks_again():
    """A host that has recovered is asked at its old rate."""
    turns = Turns()
    turns.one_by_one(RESET, RESET)
    assert turns.manners.host(HOST).pause == 4.0
    turns.one_by_one(None, None, None)
    assert turns.manners.host(HOST).pause == 1.0


def test_a_slow_host_rests_as_long_as_it_worked():
    """And quick answers bring the old pace back, step by step."""
    turns = Turns(took=8.0)
    turns.one_by_one(None)
    assert turns.manners.host(HOST).pause == 8.0
    turns.took = 0.1
    turns.one_by_one(None, None)
    assert turns.manners.host(HOST).pause == 2.0


def test_a_crawl_delay_is_the_least_pause_up_to_a_minute():
    """It holds through failures and recoveries; it never makes the pause shorter than ours."""
    turns = Turns()
    turns.manners.slow_down(HOST, 7.0)
    turns.one_by_one(None, None, RESET, None, None, None)
    assert turns.manners.host(HOST).pause == 7.0
    turns.manners.slow_down(HOST, 10_000)
    assert turns.manners.host(HOST).pause == LONGEST_PAUSE
    turns.manners.slow_down("other:80", 0.1)
    assert turns.manners.host("other:80").pause == 1.0


@pytest.mark.parametrize(
    ("errors", "seconds", "code"),
    [
        ([RESET] * 2, 0, None),
        ([RESET] * 3, 600, "F.TRUNCATED"),
        ([RESET, RESET, None, RESET], 0, None),
        ([REFUSED] * 2, 0, None),
        ([REFUSED] * 3, 600, "F.BLOCKED"),
        ([REFUSED, None, REFUSED, REFUSED], 0, None),
        ([failure("not-found", "gone", url=URL, status=404)] * 9, 0, None),
        ([failure("rate-limited", "slow", url=URL, status=429)], 30, "F.BLOCKED"),
    ],
)
def test_when_a_host_is_held(errors, seconds, code):
    """Failures and refusals count in a row; an answer, be it 404, breaks the row."""
    turns = Turns()
    turns.one_by_one(*errors)
    assert turns.manners.held(HOST) == seconds
    if seconds > 60:
        with pytest.raises(FetchError, match="left alone") as caught:
            asyncio.run(turns.manners.take(HOST, URL))
        assert (caught.value.code, caught.value.fault) == (code, "held")
        assert caught.value.retry_after == seconds


def test_a_server_that_fails_is_held_later_than_one_that_is_away():
    """It answers, if badly: three pages with three tries each."""
    turns = Turns()
    turns.one_by_one(*[failure("server-error", "failed", url=URL, status=500)] * 8)
    assert turns.manners.held(HOST) == 0
    turns.one_by_one(failure("server-error", "failed", url=URL, status=500))
    assert turns.manners.held(HOST) == 600


def test_a_host_that_stays_away_is_held_longer():
    """Twice as long after each try that fails again; as at first once it has answered."""
    turns = Turns()
    turns.one_by_one(RESET, RESET, RESET)
    turns.time.now += 600
    turns.one_by_one(RESET)
    assert turns.manners.held(HOST) == 1200
    turns.time.now += 1200
    turns.one_by_one(None, RESET, RESET, RESET)
    assert turns.manners.held(HOST) == 600


@pytest.mark.parametrize(
    ("asked", "held"), [(20.0, 20), (0.0, 0), (86_400.0, LONGEST_HOLD), (1e300, LONGEST_HOLD)]
)
def test_retry_after_holds_for_an_hour_at_most(asked, held):
    """Of whatever status."""
    turns = Turns()
    busy = failure("server-error", "busy", url=URL, status=503, retry_after=asked)
    turns.one_by_one(busy)
    assert turns.manners.held(HOST) == held


def test_a_hold_that_begins_while_one_waits_is_kept():
    """Who waits for a pause to end looks again before it asks."""
    turns = Turns(delay=10.0)

    async def run():
        """Run inside the loop of events."""
        await turns.turn()
        waiting = asyncio.ensure_future(turns.turn())
        await asyncio.sleep(0)
        turns.manners.hold(HOST, 50.0, "asked to")
        await waiting

    asyncio.run(run())
    assert gaps([time for time, _ in turns.begun]) == [50.0]


def test_a_cancelled_turn_is_given_back():
    """A run that is stopped while it waits leaves no host locked and no place taken."""

    async def resolve(_host):
        """Run inside the loop of events."""
        return "93.184.216.34"

    async def run():
        """Run inside the loop of events."""
        time = Time()
        manners = Manners(0.0, resolve=resolve, at_once=1, clock=time, sleep=time.sleep)
        await manners.take(HOST, URL)
        for host in (HOST, "other:80"):  # one waits for its host, one for the slot
            waiting = asyncio.ensure_future(manners.take(host, URL))
            for _ in range(5):
                await asyncio.sleep(0)
            waiting.cancel()
            with pytest.raises(asyncio.CancelledError):
                await waiting
        manners.give(HOST, 0.0)
        for host in (HOST, "other:80", *(f"h{n}:80" for n in range(SHARE))):
            await asyncio.wait_for(manners.take(host, URL), 5)
            manners.give(host, 0.0)

    asyncio.run(run())


OUTCOMES = [None, RESET, REFUSED, failure("server-error", "failed", url=URL, status=500)]
TURN = st.tuples(
    st.sampled_from([f"h{n}:80" for n in range(6)]),
    st.sampled_from([0.0, 0.1, 1.0, 5.0]),  # seconds that the request takes
    st.sampled_from(OUTCOMES),
    st.sampled_from([0.0, 0.0, 0.5, 3.0]),  # seconds after which it is asked for
)


@settings(max_examples=40)
@given(st.lists(TURN, max_size=40), st.sampled_from([1, 2, 6]))
def test_manners_hold_whatever_happens(turns, at_once):
    """One request a host at a time, the delay kept, no more at once than may be, and nothing stuck."""
    time = Time()
    manners = Manners(1.0, clock=time, sleep=time.sleep, at_once=at_once, patience=1e9)
    spans = []

    async def turn(host, took, error, later):
        """Run inside the loop of events."""
        await time.sleep(later)
        await manners.take(host, URL)
        began = time()
        await time.sleep(took)
        spans.append((began, time(), host))
        manners.give(host, took, error)

    async def run():
        """Run inside the loop of events."""
        await asyncio.wait_for(asyncio.gather(*(turn(*one) for one in turns)), 60)

    asyncio.run(run())
    assert len(spans) == len(turns)
    for host in {host for _, _, host in spans}:
        own = sorted((began, ended) for began, ended, at in spans if at == host)
        assert all(b[0] - a[1] >= 1.0 - 1e-9 for a, b in itertools.pairwise(own))
    moments = [began for began, _, _ in spans]
    assert all(sum(b <= now < e for b, e, _ in spans) <= at_once for now in moments)
