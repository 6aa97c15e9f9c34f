"""What a reader sees of a page, in one pass: enough to tell a wall or an error from a page.

No tree is built, and no pattern looks for an end that is not there more than once: a page made to take
long takes no longer than another of its size.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import NamedTuple

_TAG = re.compile(r"<(/?)([a-zA-Z][\w-]*)|<[!?]")
_END = {
    name: re.compile(rf"</{name}(?![\w-])", re.IGNORECASE) for name in ("script", "style", "title")
}


class Looks(NamedTuple):
    """What a reader sees of a page, without blanks.

    Attributes:
        title: Of the page.
        text: All other text that is no script or style.
        tags: How often each element begins.
    """

    title: str
    text: str
    tags: Counter[str]


def looks_of(markup: str) -> Looks:
    """Read a page.

    >>> looks_of("<title>404 Not Found</title><a href=/>back</a><script>x<y</script> a < b")
    Looks(title='404NotFound', text='backa<b', tags=Counter({'title': 1, 'a': 1, 'script': 1}))
    """
    title = ""
    parts: list[str] = []
    tags: Counter[str] = Counter()
    at = 0
    while (tag := _TAG.search(markup, at)) is not None:
        parts.append(markup[at : tag.start()])
        name = "" if tag.group(1) else (tag.group(2) or "").lower()
        at = _behind(markup, tag)
        if name:
            tags[name] += 1
        if name in _END:
            end = _END[name].search(markup, at)
            inside, at = markup[at : end and end.start()], end.start() if end else len(markup)
            title = title or (inside if name == "title" else "")
    parts.append(markup[at:])
    return Looks("".join(title.split()), "".join("".join(parts).split()), tags)


def _behind(markup: str, tag: re.Match[str]) -> int:
    """Give where a tag or comment ends; one that never does takes the rest of the page."""
    comment = markup.startswith("<!--", tag.start())
    mark = "-->" if comment else ">"
    end = markup.find(mark, tag.start() + 2 if comment else tag.end())
    return len(markup) if end < 0 else end + len(mark)
