"""How often the processes of this program look for garbage.

A page makes a few thousand small objects and hardly a cycle among them; reference counts free them as
soon as the page is done. With Python's own thresholds the collector looks a dozen times a page, which
takes a tenth of its time. A program that uses this package as a library decides for itself.
"""

from __future__ import annotations

import gc

YOUNG = 20_000  # objects made and not freed before the youngest are looked at; Python's own is 700


def collect_rarely() -> None:
    """Let the collector of this process look at the youngest objects less often, as few are garbage."""
    gc.set_threshold(YOUNG, *gc.get_threshold()[1:])
