"""Many inputs on the workers of a Dask cluster: the same function, the same outcomes, in the same order.

The workers need this program and the files: a shared file system, or an address that fsspec knows. Inputs
travel in small bundles; a bounded number of bundles is under way. A worker that dies costs nothing, since its
bundles are read by another one; a page that ends several workers is told as F.INTERNAL.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from scraper.archived import Answers, answers
from scraper.batch import Outcome
from scraper.errors import UsageError
from scraper.inputs import Input, Inputs, expand
from scraper.parallel import Alone, Known, Order, ended, is_here, work_within

if TYPE_CHECKING:
    from distributed import Client, Future

BUNDLE = 16  # inputs; fewer cost more in messages, more make the last ones wait
_AHEAD = 3  # bundles that wait for each thread of the workers
_TIMEOUT = 30  # seconds for the scheduler to answer

_Asked = tuple[Input, str | None]  # an input and its key of an earlier run


def read_on(
    address: str, items: Iterable[Input], order: Order, alone: Alone, known: Known
) -> Iterator[Outcome]:
    """Give one outcome per input, in order.

    Args:
        address: Of the scheduler, such as ``tcp://10.0.0.1:8786``.
        items: What is to be read.
        order: How.
        alone: Reads one input in this process: an address, standard input.
        known: Gives the key of an input in an earlier run.

    Raises:
        UsageError: Dask is not installed, or no scheduler answers.
    """
    with _client(address) as client:
        waiting: deque[tuple[list[Input], Future | None]] = deque()
        for bundle in _bundles(items):
            if is_here(bundle[0]):
                waiting.append((bundle, None))
            else:
                asked = [(item, known(item.uri)) for item in bundle]
                waiting.append((bundle, client.submit(read_bundle, asked, order, pure=False)))
            while len(waiting) > _room(client):
                yield from _outcomes(client, *waiting.popleft(), order, alone, known)
        while waiting:
            yield from _outcomes(client, *waiting.popleft(), order, alone, known)


def expand_on(address: str, names: Sequence[str]) -> Inputs:
    """Give what the names stand for; archives are looked through by the workers, many at a time.

    Raises:
        UsageError: As :func:`read_on`.
    """
    with _client(address) as client:
        futures: dict[str, Future] = {}

        def scan(path: Any) -> Answers:  # noqa: ANN401 -- a path or an address
            found: Answers = futures.pop(str(path)).result()
            return found

        def announce(path: Any) -> None:  # noqa: ANN401
            futures[str(path)] = client.submit(answers, path, pure=False)

        return expand(names, scan, announce)


def read_bundle(asked: list[_Asked], order: Order) -> list[Outcome]:
    """Read some inputs on a worker, one after the other."""
    return [work_within(item, order, key) for item, key in asked]


def _bundles(items: Iterable[Input]) -> Iterator[list[Input]]:
    """Give inputs in bundles; one that only this process can read is a bundle of its own."""
    kept: list[Input] = []
    for item in items:
        if is_here(item):
            if kept:
                yield kept
            kept = []
            yield [item]
            continue
        kept.append(item)
        if len(kept) == BUNDLE:
            yield kept
            kept = []
    if kept:
        yield kept


def _room(client: Client) -> int:
    """Give how many bundles may be under way: some for every thread of the cluster."""
    threads = int(sum(client.nthreads().values()))
    return max(1, threads) * _AHEAD


def _outcomes(
    client: Client,
    bundle: list[Input],
    future: Future | None,
    order: Order,
    alone: Alone,
    known: Known,
) -> Iterator[Outcome]:
    """Wait for a bundle; one that ended several workers is read again, input by input."""
    from distributed import KilledWorker

    if future is None:
        yield from map(alone, bundle)
        return
    try:
        found: list[Outcome] = future.result()
    except KilledWorker:
        for item in bundle:
            yield _single(client, item, order, known)
        return
    yield from found


def _single(client: Client, item: Input, order: Order, known: Known) -> Outcome:
    from distributed import KilledWorker

    asked = [(item, known(item.uri))]
    try:
        found: list[Outcome] = client.submit(read_bundle, asked, order, pure=False).result()
    except KilledWorker:
        return ended(item)
    return found[0]


def _client(address: str) -> Client:
    try:
        from distributed import Client
    except ImportError as error:
        reason = "--engine dask needs Dask: pip install 'gongkai[dask]'"
        raise UsageError(reason) from error
    try:
        return Client(address, timeout=_TIMEOUT, set_as_default=False)
    except (OSError, ValueError) as error:
        raise UsageError(f"--scheduler {address}: no scheduler answers ({error})") from error
