"""What happens to pictures on their way: turned, leaning, out of focus, packed hard, photographed."""

from __future__ import annotations

import io
from collections.abc import Callable

import numpy as np
from PIL import Image, ImageFilter

from tests.proving.dice import Dice

Wear = Callable[[Dice, Image.Image], Image.Image]


def _clean(_: Dice, picture: Image.Image) -> Image.Image:
    return picture


def _turned(dice: Dice, picture: Image.Image) -> Image.Image:
    turns = [Image.Transpose.ROTATE_90, Image.Transpose.ROTATE_180, Image.Transpose.ROTATE_270]
    return picture.transpose(dice.pick(turns))


def _leaning(dice: Dice, picture: Image.Image) -> Image.Image:
    angle = dice.integer(5, 40) / 10 * dice.pick([1, -1])
    return picture.rotate(angle, Image.Resampling.BICUBIC, expand=True, fillcolor="white")


def _blurred(dice: Dice, picture: Image.Image) -> Image.Image:
    return picture.filter(ImageFilter.GaussianBlur(dice.integer(6, 11) / 10))


def _noisy(dice: Dice, picture: Image.Image) -> Image.Image:
    return _with_noise(dice, picture, 18)


def _packed(_: Dice, picture: Image.Image) -> Image.Image:
    return _jpeg(picture, 40)


def _photographed(dice: Dice, picture: Image.Image) -> Image.Image:
    """Seen from the side, lit from one corner, a little out of focus, on a grey table."""
    wide, high = picture.size
    margin = wide // 12
    paper = Image.new("RGB", (wide + 2 * margin, high + 2 * margin), "white")
    paper.paste(picture, (margin, margin))
    seen = _from_the_side(dice, paper)
    lit = np.asarray(seen, np.float32) * _light(dice, seen.size)[..., None]
    photo = Image.fromarray(np.clip(lit, 0, 255).astype(np.uint8))
    photo = photo.filter(ImageFilter.GaussianBlur(dice.integer(4, 9) / 10))
    return _jpeg(_with_noise(dice, photo, 5), 70)


def _from_the_side(dice: Dice, paper: Image.Image) -> Image.Image:
    wide, high = paper.size
    near = min(wide, high) // 14
    drawn = [(dice.integer(0, near), dice.integer(0, near)) for _ in range(4)]
    corners = [(0, 0), (wide, 0), (wide, high), (0, high)]
    seen = [
        (x + (dx if x == 0 else -dx), y + (dy if y == 0 else -dy))
        for (x, y), (dx, dy) in zip(corners, drawn, strict=True)
    ]
    rows, sides = [], []
    for (x, y), (u, v) in zip(seen, corners, strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        sides += [u, v]
    way = np.linalg.solve(np.array(rows, float), np.array(sides, float))
    return paper.transform(
        paper.size, Image.Transform.PERSPECTIVE, tuple(way), Image.Resampling.BICUBIC,
        fillcolor=(150, 140, 130),
    )  # fmt: skip


def _light(dice: Dice, size: tuple[int, int]) -> np.ndarray:
    x, y = np.linspace(0, 1, size[0]), np.linspace(0, 1, size[1])
    slope, rise = dice.integer(-25, 25) / 100, dice.integer(-25, 25) / 100
    return (0.85 + slope * (x[None, :] - 0.5) + rise * (y[:, None] - 0.5)).astype(np.float32)


def _with_noise(dice: Dice, picture: Image.Image, strength: float) -> Image.Image:
    random = np.random.default_rng(dice.integer(0, 2**31))
    grain = random.normal(0, strength, (picture.height, picture.width, 1))
    return Image.fromarray(np.clip(np.asarray(picture) + grain, 0, 255).astype(np.uint8))


def _jpeg(picture: Image.Image, quality: int) -> Image.Image:
    packed = io.BytesIO()
    picture.save(packed, "JPEG", quality=quality)
    return Image.open(io.BytesIO(packed.getvalue())).convert("RGB")


# Name of the wear: how large the table is drawn (1 = as on a screen), and what is done to it.
WEARS: dict[str, tuple[float, Wear]] = {
    "clean": (1.0, _clean),
    "clean, large": (2.0, _clean),
    "turned": (1.0, _turned),
    "leaning": (1.5, _leaning),
    "blurred": (1.5, _blurred),
    "noisy": (1.5, _noisy),
    "JPEG 40": (1.0, _packed),
    "photographed": (2.0, _photographed),
}


def worn(dice: Dice, wear: str, picture: Image.Image) -> bytes:
    """Give a picture's file after its way: PNG, or JPEG where that is part of it."""
    done = WEARS[wear][1](dice, picture)
    file = io.BytesIO()
    if wear == "JPEG 40":
        picture.save(file, "JPEG", quality=40)
    else:
        done.save(file, "PNG")
    return file.getvalue()
