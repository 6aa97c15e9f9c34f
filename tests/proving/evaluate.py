"""Makes the pages, reads them, scores them and holds the scores against the pinned floors.

``python -m tests.proving`` reads ten thousand pages in two processes and prints the table;
``--write docs/accuracy.md`` also writes them there, ``--pin`` raises the floors, ``--lower`` lets them sink.
"""

from __future__ import annotations

import argparse
import hashlib
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from scraper import read_report
from tests.proving.floors import FLOORS, compare, load_floors, pin
from tests.proving.page import ProvingPage, make_page
from tests.proving.page_of_docs import write_scores
from tests.proving.score import Score, score_page
from tests.proving.tally import Tally, table, tally

SEED, PAGES, CHUNK = 1, 10_000, 50
Scored = tuple[list[Score], bytes]


def read_page(page: ProvingPage) -> Score:
    """Read a page as a user would and score it; only the documented errors are caught."""
    try:
        report = read_report(page.data, content_type=page.content_type, url=page.url)
    except Exception as error:
        code = getattr(error, "code", None)
        if code is None:
            raise
        return score_page(page, None, str(code))
    return score_page(page, report)


def score_chunk(seed: int, numbers: range) -> Scored:
    """Make, read and score some pages; gives the scores and the digest of the pages' bytes."""
    digest = hashlib.sha256()
    scores = []
    for number in numbers:
        page = make_page(seed, number)
        digest.update(page.content_type.encode() + b"\n" + page.data)
        scores.append(read_page(page))
    return scores, digest.digest()


def evaluate(pages: int, *, seed: int = SEED, workers: int = 1) -> tuple[list[Score], str]:
    """Score the first pages of a seed; gives the scores and the digest of the whole corpus."""
    chunks = [range(start, min(start + CHUNK, pages)) for start in range(0, pages, CHUNK)]
    scores, digest = [], hashlib.sha256()
    for part, of_part in _scored(seed, chunks, workers):
        scores += part
        digest.update(of_part)
    return scores, digest.hexdigest()


def _scored(seed: int, chunks: list[range], workers: int) -> Iterator[Scored]:
    if workers == 1:
        yield from (score_chunk(seed, chunk) for chunk in chunks)
        return
    with ProcessPoolExecutor(workers) as pool:
        yield from pool.map(score_chunk, [seed] * len(chunks), chunks)


def summary(whole: Tally) -> Iterator[str]:
    """Give the scores that the table does not hold."""
    yield f"tables without a mistake: {whole.tables_right} of {whole.tables}"
    yield f"year right: {whole.years}, publisher right: {whole.publishers} of {whole.pages} pages"
    yield f"planted contradictions that were not told: {whole.missed}"
    yield f"pages that lost figures without a finding: {whole.unsaid}"
    false = ", ".join(f"{code} {n}" for code, n in sorted(whole.false.items())) or "none"
    yield f"false warnings and errors on {whole.clean_pages} clean pages: {false}"
    refused = ", ".join(f"{code} {n}" for code, n in sorted(whole.refused.items())) or "none"
    yield f"pages that gave no record: {refused}"


def mistakes(scores: list[Score], limit: int) -> Iterator[str]:
    """Give the first pages with mistakes, for who wants to mend them."""
    for score in [score for score in scores if not score.page_right][:limit]:
        traits = ", ".join(f"{axis} {name}" for axis, name in score.traits.items())
        yield f"page {score.number}: {traits}"
        yield from (f"    {line}" for line in score.wrong)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.proving", description=__doc__)
    parser.add_argument("--pages", type=int, default=PAGES)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument(
        "--mistakes", type=int, default=0, metavar="N", help="show N pages with mistakes"
    )
    parser.add_argument(
        "--save", type=int, metavar="NUMBER", help="write this page to output/ and stop"
    )
    parser.add_argument("--write", type=Path, metavar="FILE", help="write the table to a file")
    parser.add_argument("--pin", action="store_true", help="raise the floors to what was reached")
    parser.add_argument("--lower", action="store_true", help="with --pin: let floors sink as well")
    return parser.parse_args()


def save(seed: int, number: int) -> None:
    """Write one page to ``output/`` for a look at it."""
    page = make_page(seed, number)
    path = Path("output") / f"proving-{seed}-{number}.html"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(page.data)
    print(path, page.traits)


def main() -> int:
    """Run the evaluation; gives 1 where a floor does not hold."""
    arguments = _arguments()
    if arguments.save is not None:
        save(arguments.seed, arguments.save)
        return 0
    scores, digest = evaluate(arguments.pages, seed=arguments.seed, workers=arguments.workers)
    whole, groups = tally(scores)
    lines = [*table(whole, groups), "", *(f"- {line}" for line in summary(whole))]
    print("\n".join([*lines, *mistakes(scores, arguments.mistakes)]))
    if arguments.write:
        head = f"{arguments.pages} pages, seed {arguments.seed}, corpus sha256 {digest[:16]}…"
        write_scores(arguments.write, [head, "", *lines])
    if arguments.pin:
        return pin(FLOORS, arguments.pages, digest, (whole, groups), lower=arguments.lower)
    broken = compare(load_floors(FLOORS, arguments.pages), digest, whole, groups)
    print("\n".join(broken))
    return 1 if broken else 0
