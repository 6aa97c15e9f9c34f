"""Uneven light taken out, ink told from paper."""

from __future__ import annotations

import cv2
import numpy as np

from scraper.pictures.opening import Grey

_DARKEST = 3.0  # per cent of pixels that count as black; lines and text have more
_CONTRAST = 24  # grey steps that ink is darker than its paper


def flatten(grey: Grey) -> Grey:
    """Give a picture on even white paper: shadows and the tint of the paper are divided out.

    The paper is what is left where everything narrower than the window is painted over by its
    brightest surroundings.
    """
    window = max(min(grey.shape) // 30 | 1, 31)
    small = cv2.resize(grey, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (window // 4 | 1, window // 4 | 1))
    paper = cv2.medianBlur(cv2.morphologyEx(small, cv2.MORPH_CLOSE, kernel), 7)
    paper = cv2.resize(paper, (grey.shape[1], grey.shape[0]), interpolation=cv2.INTER_LINEAR)
    even = np.minimum(grey.astype(np.float32) / np.maximum(paper, 16) * 255.0, 255.0)
    black = float(np.percentile(even, _DARKEST))
    black = min(black, 160.0)  # a nearly empty sheet has no black
    spread = (even - black) * (255.0 / (255.0 - black))
    return np.clip(spread, 0, 255).astype(np.uint8)


def ink_of(even: Grey) -> Grey:
    """Give 255 where there is ink: darker than the surroundings by a clear step."""
    smooth = cv2.GaussianBlur(even, (3, 3), 0)
    window = 51
    local = cv2.adaptiveThreshold(
        smooth, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, window, _CONTRAST
    )
    return np.asarray(local, np.uint8)
