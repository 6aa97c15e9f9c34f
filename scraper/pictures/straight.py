"""Tables found on a page and pulled straight: turned, leaning and photographed ones.

The outline of a table's lines is a quadrangle; its four corners give the transform to an upright rectangle,
which undoes a small turn and the perspective of a camera at once.
"""

from __future__ import annotations

from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from scraper.pictures.grid import WIDTH
from scraper.pictures.opening import Grey

Matrix = NDArray[np.float64]

_LEAST = 0.2  # of the page's width (and 0.02 of its height) that a table spans
_LEAST_HIGH = 0.02
_MARGIN = 12  # pixels of paper around a straightened table
_MOST_SCALE = 4.0
_MOST_TABLES = 12


class Straight(NamedTuple):
    """A table as an upright rectangle, and the way back to the page."""

    even: Grey
    back: Matrix  # 3 x 3, pixels here to pixels of the page
    top: float  # on the page, for the order of reading
    outline: NDArray[np.float32]  # its corners on the page, 4 x 2


def find_outlines(ink: Grey) -> list[NDArray[np.float32]]:
    """Give the corners of each table on a page: upper left, upper right, lower right, lower left."""
    joined = cv2.dilate(ink, np.ones((3, 3), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    height, width = ink.shape
    found = []
    for number in range(1, count):
        x, y, wide, high, area = stats[number].tolist()
        if wide < _LEAST * width or high < _LEAST_HIGH * height or high < 24:
            continue
        if area > 0.6 * wide * high:
            continue  # a filled field is no table
        part = (labels[y : y + high, x : x + wide] == number).astype(np.uint8)
        corners = _corners(part)
        if corners is not None:
            found.append(corners + np.array([x, y], np.float32))
    return sorted(found, key=lambda corners: float(corners[:, 1].min()))[:_MOST_TABLES]


def _corners(part: Grey) -> NDArray[np.float32] | None:
    """Give the four corners of a component's outline; the quadrangle must fill most of it."""
    contours, _ = cv2.findContours(part, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    hull = cv2.convexHull(np.concatenate(contours))
    length = cv2.arcLength(hull, True)
    area = cv2.contourArea(hull)
    if area < 1:
        return None
    for share in (0.005, 0.01, 0.02, 0.03, 0.05):
        shape = cv2.approxPolyDP(hull, share * length, True)
        if len(shape) == 4:
            corners = shape.reshape(4, 2).astype(np.float32)
            if cv2.contourArea(corners) > 0.9 * area:
                return _ordered(corners)
    return _ordered(np.asarray(cv2.boxPoints(cv2.minAreaRect(hull)), np.float32))


def _ordered(corners: NDArray[np.float32]) -> NDArray[np.float32]:
    """Put corners into the order of a clock, the upper left one first; it is within 45 degrees."""
    centre = corners.mean(axis=0)
    angles = np.arctan2(corners[:, 1] - centre[1], corners[:, 0] - centre[0])
    clock = corners[np.argsort(angles)]
    sides = np.roll(clock, -1, axis=0) - clock
    # The upper side is the one that runs most to the right.
    first = int(np.argmax(sides[:, 0] / (np.abs(sides[:, 1]) + np.abs(sides[:, 0]) + 1e-6)))
    return np.roll(clock, -first, axis=0)


def straighten(even: Grey, corners: NDArray[np.float32]) -> Straight:
    """Pull a table straight, at the width that the lengths of the grid are made for."""
    upper = float(np.linalg.norm(corners[1] - corners[0]) + np.linalg.norm(corners[2] - corners[3]))
    side = float(np.linalg.norm(corners[3] - corners[0]) + np.linalg.norm(corners[2] - corners[1]))
    scale = min(2 * WIDTH / max(upper, 1.0), _MOST_SCALE)
    wide, high = round(upper / 2 * scale), round(side / 2 * scale)
    target = np.array([[0, 0], [wide, 0], [wide, high], [0, high]], np.float32) + _MARGIN
    there = cv2.getPerspectiveTransform(corners, target)
    size = (wide + 2 * _MARGIN, high + 2 * _MARGIN)
    method = cv2.INTER_CUBIC if scale >= 1 else cv2.INTER_AREA
    if scale < 0.7:  # the transform alone would skip pixels
        even = np.asarray(cv2.GaussianBlur(even, (0, 0), 0.5 / scale), np.uint8)
    flat = cv2.warpPerspective(even, there, size, flags=method, borderValue=255)
    back = np.asarray(np.linalg.inv(there), np.float64)
    return Straight(np.asarray(flat, np.uint8), back, float(corners[:, 1].min()), corners)


def box_on_page(back: Matrix, box: tuple[int, int, int, int]) -> tuple[float, float, float, float]:
    """Give the upright box on the page around a box of a straightened table."""
    left, top, right, bottom = box
    corners = np.array([[[left, top], [right, top], [right, bottom], [left, bottom]]], np.float64)
    placed = cv2.perspectiveTransform(corners, back)[0]
    x, y = placed[:, 0], placed[:, 1]
    return float(x.min()), float(y.min()), float(x.max()), float(y.max())
