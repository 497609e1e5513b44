"""What the makers of hostile files share. Nothing they make does harm by itself: its addresses lead nowhere."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

READ, EITHER = "READ", "EITHER"
SENTENCE = "到2026年，建成步道30公里，由市住房城乡建设局负责。"
_ENTITIES = "".join(f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">' for i in range(1, 10))
LAUGHS = f'<!DOCTYPE x [<!ENTITY a0 "哈哈哈哈哈哈哈哈">{_ENTITIES}]>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY a9 SYSTEM "file:///etc/passwd"><!ENTITY % p SYSTEM "http://127.0.0.1:9/x">%p;]>'
Maker = Callable[[Path], object]


@dataclass(frozen=True, slots=True)
class HostileFile:
    """fate: words of the refusal, READ for a file that is read (perhaps with a warning), EITHER where both are right.

    slow: takes more than a second to make or to read.
    """

    maker: Maker
    fate: str
    slow: bool = False


HOSTILE: dict[str, HostileFile] = {}


def hostile(name: str, fate: str, slow: bool = False) -> Callable[[Maker], Maker]:
    """Register the function as the maker of the file."""

    def register(maker: Maker) -> Maker:
        assert name not in HOSTILE
        HOSTILE[name] = HostileFile(maker, fate, slow)
        return maker

    return register


def content(name: str, fate: str, made: Callable[[], bytes | str], slow: bool = False) -> None:
    """Register a file by its content, which is made when it is needed."""

    def make(path: Path) -> None:
        what = made()
        path.write_bytes(what.encode() if isinstance(what, str) else what)

    hostile(name, fate, slow)(make)


def zipped(parts: Mapping[str, bytes | str], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip of these parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as package:
        for name, what in parts.items():
            package.writestr(name, what)
    return buffer.getvalue()
