"""How to reach the body: phone, e-mail, address, postcode; never a person's name."""

from __future__ import annotations

import re
from functools import lru_cache

from parsers.record import Contact
from parsers.vocab import load

# Replaced one after the other: on Chinese text that takes a quarter of the time of str.translate.
_DASHES = tuple(zip("\u2014\u2013\uff0d\u2212\u2010\u2011\uff10\uff11\uff12\uff13\uff14\uff15\uff16\uff17\uff18\uff19\uff08\uff09",
                    "------0123456789()", strict=True))  # fmt: skip
# A number after its area code may be printed in two halves, as real reports do: 0574-6555 0001.
# No number of a body's own exchange begins with 0 or 1: what does is the head of a longer foreign one.
_HALVES = r"(?:\(0\d{2,3}\)[- ]{0,3}|0\d{2,3}[- ]{1,3})[2-9]\d{2,3} \d{4}(?!\d)"
_SPLIT = re.compile(r"(?<=\d) (?=\d{4}$)")
_PHONE = (
    rf"{_HALVES}|"
    r"1[3-9]\d{9}(?!\d)|(?:\(?0\d{2,3}\)?[- ]{0,3})?[2-9]\d{6,7}(?:-\d{1,6}|\u8f6c\d{1,6})?(?!\d)"
    r"|\d{3}-\d{4}-\d{4}"
)
_EMAIL = re.compile(r"(?<![\w.+-])([\w.+-]+@[\w-]+(?:\.[\w-]+)+)", re.ASCII)
# An address written so that machines miss it: name[at]host[dot]cn, name＠host.cn.
_AT = re.compile(
    r"(?<=[\w.+-])\s?(?:\uff20|[\[({\u3010\uff08]\s?(?:at|@|\uff20)\s?[\])}\u3011\uff09]|\s(?:at|AT)\s)\s?(?=[a-z0-9-]+\s?(?:\.|[\[({\u3010\uff08]\s?(?:dot|\.)\s?[\])}\u3011\uff09]))",
    re.IGNORECASE | re.ASCII,
)
_HASH = re.compile(r"(?<=[\w.+-])#(?=[a-z0-9-]+\.)", re.IGNORECASE | re.ASCII)
_DOT = re.compile(
    r"(?<=\w)\s?[\[({\u3010\uff08]\s?(?:dot|\.)\s?[\])}\u3011\uff09]\s?(?=[a-z])",
    re.IGNORECASE | re.ASCII,
)
_ADDRESS_END = "[,\uff0c;\uff1b\u3002)\uff09\\n]|\\s{2,}"


@lru_cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    words = load("identity")["contact"]

    def after(kind: str, value: str) -> re.Pattern[str]:
        names = "|".join(map(re.escape, sorted(words[kind], key=len, reverse=True)))
        return re.compile(rf"(?:{names})[^\d\n]{{0,8}}?{value}", re.IGNORECASE)

    names = "|".join(map(re.escape, sorted(words["address"], key=len, reverse=True)))
    address = re.compile(
        rf"(?:{names})\s*[:\uff1a]\s*(.{{4,60}}?)(?:{_ADDRESS_END}|$)", re.MULTILINE
    )
    return after("phone", rf"({_PHONE})"), after("postcode", r"(\d{6})(?!\d)"), address


def read_contact(texts: list[str]) -> Contact:
    """Give the first contact data in the report's own texts.

    Args:
        texts: Lead first, then the end of the report; page chrome must not be among them.

    >>> read_contact(["（邮编：223600，电话：0527—83593059）"]).phone
    '0527-83593059'
    """
    phone, postcode, address = _patterns()
    found: dict[str, str] = {}
    for text in texts:
        plain = _with_marks(_with_ascii_marks(text))
        for field, pattern in (("phone", phone), ("postcode", postcode), ("email", _EMAIL)):
            match = pattern.search(plain)
            if match and field not in found:
                found[field] = match.group(1)
        match = address.search(text)
        if match and "address" not in found:
            found["address"] = match.group(1).strip()
    if "phone" in found:
        found["phone"] = _plain_phone(found["phone"])
    return Contact.model_construct(
        phone=found.get("phone"),
        email=found.get("email"),
        address=found.get("address"),
        postcode=found.get("postcode"),
    )


def _with_ascii_marks(text: str) -> str:
    for mark, plain in _DASHES:
        text = text.replace(mark, plain)
    return text


def _with_marks(text: str) -> str:
    """Give a text whose e-mail addresses have their marks, where they were written out.

    >>> _with_marks("gk[at]yj(dot)gov.cn"), _with_marks("look at 3 (dots)")
    ('gk@yj.gov.cn', 'look at 3 (dots)')
    """
    marked = _AT.sub("@", text)
    if any(word in marked for word in load("identity")["contact"]["hash_for_at"]):
        marked = _HASH.sub("@", marked)
    return _DOT.sub(".", marked) if marked != text else text


def _plain_phone(text: str) -> str:
    """Give a phone number with ASCII hyphens: area code, number, extension."""
    if re.fullmatch(_HALVES, text):
        text = _SPLIT.sub("", text)
    compact = re.sub(r"[()\s]+", "-", text.replace("\u8f6c", "-")).strip("-")
    return re.sub(r"-+", "-", compact)
