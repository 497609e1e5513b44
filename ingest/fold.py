"""Fold characters that mean the same to one form, one character to one character, so that spans stay what they are.

NFKC will not do: it turns ㈠ into three characters and ① into 1, and with that loses offsets and numbering.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

_SPACES = "\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t\x0b\x0c"
_KEPT_WIDE = "，：；！？（）～"  # Chinese punctuation keeps its width
_RADICALS = (
    (0x2E80, 0x2FDF),
    (0xF900, 0xFAFF),
    (0x2F800, 0x2FA1F),
)  # Kangxi and CJK radicals, compatibility ideographs


@cache
def _table() -> dict[int, str]:
    table = {ord(space): " " for space in _SPACES}
    for code in range(0xFF01, 0xFF5F):
        if chr(code) not in _KEPT_WIDE:
            table[code] = chr(code - 0xFEE0)
    table |= {ord("("): "（", ord(")"): "）", ord("﹙"): "（", ord("﹚"): "）", ord("﹪"): "%", ord("﹒"): "."}
    for first, last in _RADICALS:
        for code in range(first, last + 1):
            plain = unicodedata.normalize("NFKC", chr(code))
            if len(plain) == 1 and plain != chr(code):
                table[code] = plain
    return table


@cache
def _signs() -> dict[str, str]:
    """The table by characters. What one is folded to is never folded itself, so that the order does not matter."""
    return {chr(code): plain for code, plain in _table().items()}


@cache
def _folded() -> re.Pattern[str]:
    """Any sign of the table. Those above U+FFFF stand as a range: one by one they would be tried one by one."""
    signs = "".join(re.escape(sign) for sign in _signs() if sign <= "\uffff")
    return re.compile(rf"[{signs}{chr(_RADICALS[-1][0])}-{chr(_RADICALS[-1][1])}]")


# a comma typed in half width between Chinese words parts them all the same; 1,000 and 12:30 are left alone
_NARROW = re.compile(
    r"(?<=[\u4e00-\u9fff”’）》】%℃])[,;:!?](?=[\u4e00-\u9fff“‘（《【\d])|(?<=\d)[,;](?=[\u4e00-\u9fff“‘（《【])"
)
_WIDE = {",": "，", ";": "；", ":": "：", "!": "！", "?": "？"}


def fold(raw: str) -> str:
    """`raw` with width, radicals and odd spaces folded; same length, so spans of one are spans of the other."""
    signs = _signs()
    for sign in set(_folded().findall(raw)):  # few of the table are in any text: faster than str.translate
        raw = raw.replace(sign, signs.get(sign, sign))
    return _NARROW.sub(lambda sign: _WIDE[sign.group()], raw)
