"""The recogniser of single lines: crops to texts, each with a score and the readings that came next.

The model is the one inside the wheel of rapidocr (PP-OCRv6, small); onnxruntime runs it on one thread, so
that the same picture gives the same text on one core or many. A line is read by CTC: the likeliest sign of
each step, repeats and blanks left out. What stood second at a step becomes another reading of the line, which
the arithmetic may prefer where the first is in doubt.

Source: the model card of PP-OCRv6 (input 3 x 48 x width, values -1 to 1, blank sign first, characters in the
model's own metadata); Graves et al., Connectionist Temporal Classification, 2006.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from scraper.pictures.opening import Grey

_SIGNS = Path(__file__).with_name("signs.toml")
HEIGHT = 48  # pixels of the model's input
NARROWEST = 96  # pixels; a lone digit on a narrower strip is read less well
_WIDEST = 1600
_STEP = 32  # pixels; widths are filled up to a multiple, so that many strips share one
_BATCH = 16
_PIXELS = 48_000  # width times lines of one batch; bounds the memory
_LIKELY = 0.002  # of a sign that stands second
_MOST_OTHERS = 6


Steps = NDArray[np.float32]  # steps x signs, probabilities
Groups = dict[str, list[int]]  # digit or mark -> positions of all that look like it


class Reading(NamedTuple):
    """A text with the least and the mean probability of its signs; 0 where nothing was read."""

    text: str = ""
    score: float = 0.0
    mean: float = 0.0


class Line(NamedTuple):
    """What a strip says.

    Attributes:
        plain: Read with all signs, as a label is.
        figure: Read with the signs of figures, look-alikes counted in.
        others: Other figures that it may be, one sign replaced or left out, the likeliest first.
    """

    plain: Reading = Reading()
    figure: Reading = Reading()
    others: tuple[str, ...] = ()


class Recogniser:
    """The model, loaded once."""

    def __init__(self, model: str) -> None:
        import onnxruntime

        onnxruntime.set_default_logger_severity(3)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.enable_cpu_mem_arena = False  # widths differ: an arena would keep each one's memory
        self._session = onnxruntime.InferenceSession(
            model, options, providers=["CPUExecutionProvider"]
        )
        characters = self._session.get_modelmeta().custom_metadata_map["character"]
        self._signs = ["", *characters.splitlines(), " "]
        self._groups = groups_of(self._signs)
        self._input = self._session.get_inputs()[0].name

    def read(self, strips: Sequence[Grey]) -> list[Line]:
        """Read strips of one line each, dark on white; as many lines come back."""
        inputs = [_to_input(strip) for strip in strips]
        found = [Line()] * len(inputs)
        for batch in _batches([one.shape[2] for one in inputs]):
            width = max(inputs[at].shape[2] for at in batch)
            block = np.ones((len(batch), 3, HEIGHT, width), np.float32)
            for row, at in enumerate(batch):
                block[row, :, :, : inputs[at].shape[2]] = inputs[at]
            for at, steps in zip(batch, self._run(block), strict=True):
                figure, others = _figure(steps, self._signs, self._groups)
                found[at] = Line(_plain(steps, self._signs), figure, others)
        return found

    def _run(self, block: NDArray[np.float32]) -> Any:  # noqa: ANN401 -- of onnxruntime, untyped
        return self._session.run(None, {self._input: block})[0]


def groups_of(signs: Sequence[str]) -> Groups:
    """Give the positions of the signs that count for each digit and mark."""
    told = tomllib.loads(_SIGNS.read_text(encoding="utf-8"))
    place = {sign: at for at, sign in enumerate(signs)}
    return {
        name: [place[sign] for sign in members if sign in place]
        for name, members in {**told["digits"], **told["marks"]}.items()
    }


def _to_input(strip: Grey) -> NDArray[np.float32]:
    """Scale a strip to the height of the model, white on the right where it is short."""
    height, width = strip.shape
    wide = min(max(round(width * HEIGHT / height), 1), _WIDEST)
    shrinks = height > HEIGHT
    scaled = cv2.resize(
        strip, (wide, HEIGHT), interpolation=cv2.INTER_AREA if shrinks else cv2.INTER_CUBIC
    )
    whole = -(-max(wide, NARROWEST) // _STEP) * _STEP
    padded = np.full((HEIGHT, whole), 255, np.uint8)
    padded[:, :wide] = scaled
    values = padded.astype(np.float32) / 127.5 - 1.0
    return np.repeat(values[np.newaxis], 3, axis=0)


def _batches(widths: Sequence[int]) -> Iterator[list[int]]:
    """Give positions in groups of like width, so that little is padded."""
    batch: list[int] = []
    for at in sorted(range(len(widths)), key=lambda at: (widths[at], at)):
        full = len(batch) >= _BATCH or widths[at] * (len(batch) + 1) > _PIXELS
        # Padding changes what the model sees, so a batch holds one width alone.
        if batch and (full or widths[at] != widths[batch[-1]]):
            yield batch
            batch = []
        batch.append(at)
    if batch:
        yield batch


def _peaks(best: Any) -> list[tuple[int, int]]:  # noqa: ANN401 -- integers of numpy
    """Give first step and end of each sign: runs of one sign, blanks left out."""
    edges = [0, *(int(at) + 1 for at in np.flatnonzero(np.diff(best))), len(best)]
    return [(start, stop) for start, stop in pairwise(edges) if best[start] != 0]


def _plain(steps: Steps, signs: Sequence[str]) -> Reading:
    best = steps.argmax(axis=1)
    runs = _peaks(best)
    if not runs:
        return Reading()
    text = "".join(signs[int(best[start])] for start, _ in runs)
    scores = [float(steps[start:stop, best[start]].max()) for start, stop in runs]
    return _reading(text, scores)


def _reading(text: str, scores: Sequence[float]) -> Reading:
    """Give a reading; what differs with the batch or the processor, far behind the point, is cut off."""
    return Reading(text, round(min(scores), 4), round(sum(scores) / len(scores), 4))


def _figure(steps: Steps, signs: Sequence[str], groups: Groups) -> tuple[Reading, tuple[str, ...]]:
    """Read the steps as a figure: blank, the groups of look-alikes, and the best of all other signs."""
    names = list(groups)
    masses = np.stack([steps[:, groups[name]].sum(axis=1) for name in names], axis=1)
    rest = steps.copy()
    rest[:, [0, *(sign for members in groups.values() for sign in members)]] = 0
    other = rest.argmax(axis=1)
    table = np.concatenate([steps[:, :1], masses, rest.max(axis=1, keepdims=True)], axis=1)
    best = table.argmax(axis=1)
    runs = _peaks(best)
    if not runs:
        return Reading(), ()
    tops = [start + int(table[start:stop, best[start]].argmax()) for start, stop in runs]
    text = [
        names[int(best[top]) - 1] if best[top] <= len(names) else signs[int(other[top])]
        for top in tops
    ]
    scores = [float(table[top, best[top]]) for top in tops]
    return _reading("".join(text), scores), _others(table, tops, text, names)


def _others(table: Steps, tops: list[int], text: list[str], names: list[str]) -> tuple[str, ...]:
    """Give the figures that differ in one sign, by how likely that sign is."""
    found: list[tuple[float, str]] = []
    for place, top in enumerate(tops):
        for column, name in enumerate(["", *names]):
            share = float(table[top, column])
            if share >= _LIKELY and name != text[place]:
                found.append((share, "".join([*text[:place], name, *text[place + 1 :]])))
    ranked = [other for _, other in sorted(found, key=lambda pair: (-pair[0], pair[1]))]
    return tuple(dict.fromkeys(ranked))[:_MOST_OTHERS]


@lru_cache(maxsize=1)
def recogniser() -> Recogniser:
    """Give the model of the process."""
    from scraper.pictures.extra import model_path

    return Recogniser(str(model_path()))
