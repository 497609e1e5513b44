"""PDF files written object by object, for what no program would write."""

from __future__ import annotations

import zlib
from collections.abc import Mapping


def pdf(objects: Mapping[int, str | bytes]) -> bytes:
    """The file of these objects; number 1 is the catalogue."""
    out = b"%PDF-1.7\n"
    places = {}
    for number, body in objects.items():
        places[number] = len(out)
        out += b"%d 0 obj\n" % number + (body.encode("latin-1") if isinstance(body, str) else body) + b"\nendobj\n"
    last = max(objects)
    table = "".join(f"{places[n]:010d} 00000 n \n" if n in places else "0000000000 65535 f \n" for n in range(last + 1))
    end = f"xref\n0 {last + 1}\n{table}trailer\n<</Size {last + 1}/Root 1 0 R>>\nstartxref\n{len(out)}\n%%EOF\n"
    return out + end.encode()


def stream(content: bytes, layers: int = 1, entries: str = "") -> bytes:
    """A stream object, deflated so many times."""
    for _ in range(layers):
        content = zlib.compress(content, 9)
    filters = "/FlateDecode" * layers
    return f"<<{entries}/Filter[{filters}]/Length {len(content)}>>\nstream\n".encode() + content + b"\nendstream"


def pdf_page(
    drawing: str | bytes,
    *,
    box: str = "0 0 595 842",
    rotate: str = "0",
    copies: int = 1,
    catalog: str = "",
    form: str = "",
    doubled: int = 0,
    image: tuple[int, int] = (1, 1),
) -> bytes:
    """One page (`copies` of it), its text in /F1, a white picture /I1 of that size, a form /X that draws `form`, and
    forms /X0 ... of which each draws the next twice."""
    width, height = image
    size = f"/Width {width}/Height {height}"
    names = " ".join(f"/X{n} {10 + n} 0 R" for n in range(doubled + 1))
    shared = f"/Resources<</Font<</F1 4 0 R>>/XObject<</I1 5 0 R/X 7 0 R {names}>>>>"
    objects: dict[int, str | bytes] = {
        1: f"<</Type/Catalog/Pages 2 0 R{catalog}>>",
        2: f"<</Type/Pages/Kids[{'3 0 R ' * copies}]/Count {copies}>>",
        3: f"<</Type/Page/Parent 2 0 R/MediaBox[{box}]/Rotate {rotate}/Contents 6 0 R{shared}>>",
        4: "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
        5: stream(b"\xff" * ((width + 7) // 8) * height, entries=f"/Type/XObject/Subtype/Image{size}"
                  "/ColorSpace/DeviceGray/BitsPerComponent 1"),
        6: drawing if isinstance(drawing, bytes) else stream(drawing.encode("latin-1")),
        7: stream(form.encode(), entries=f"/Type/XObject/Subtype/Form/BBox[0 0 595 842]{shared}"),
    }  # fmt: skip
    for number in range(doubled + 1):
        again = f"/X{number + 1} Do /X{number + 1} Do" if number < doubled else "0 0 m 9 9 l S"
        objects[10 + number] = stream(again.encode(), entries=f"/Type/XObject/Subtype/Form/BBox[0 0 595 842]{shared}")
    return pdf(objects)
