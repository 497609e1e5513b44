"""Small OFD files for the tests: rows of text set by GB/T 33190, ruled tables, templates."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from xml.sax.saxutils import escape

NAMESPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'
SIZE = 5.64  # millimetres: 16 points, the size of government documents
LEADING = 10.0
LEFT, TOP, COLUMNS = 28.0, 37.0, 27


@dataclass
class Sheet:
    """The objects of one page, set from the top."""

    objects: list[str] = field(default_factory=list)
    row: int = 0

    def text(self, words: str, x: float, y: float, *, font: int = 1, how: str = "delta") -> None:
        """One line of text; `how` chooses among the ways in which OFD writes the distances."""
        steps = {
            "delta": " ".join([f"{SIZE}"] * (len(words) - 1)),
            "group": f"g {len(words) - 1} {SIZE}",
            "none": "",
        }[how]
        delta = f' DeltaX="{steps}"' if steps else ""
        self.objects.append(
            f'<ofd:TextObject ID="{100 + len(self.objects)}" Boundary="{x} {y - SIZE} {SIZE * len(words)} {SIZE}" '
            f'Font="{font}" Size="{SIZE}"><ofd:TextCode X="0" Y="{SIZE}"{delta}>{escape(words)}</ofd:TextCode>'
            "</ofd:TextObject>"
        )

    def paragraph(self, words: str, **how: object) -> None:
        """A paragraph of plain text, its first line indented by two characters."""
        rest, indent = words, 2
        while rest:
            line, rest = rest[: COLUMNS - indent], rest[COLUMNS - indent :]
            self.text(line, LEFT + indent * SIZE, TOP + self.row * LEADING, **how)  # type: ignore[arg-type]
            self.row, indent = self.row + 1, 0

    def grid(self, rows: Sequence[Sequence[str]], width: float = 60.0) -> None:
        """A ruled table, each of its lines a path."""
        top = TOP + self.row * LEADING - SIZE - 2
        across, down = width * len(rows[0]), LEADING * len(rows)
        lines = [(0.0, LEADING * i, across, LEADING * i) for i in range(len(rows) + 1)]
        lines += [(width * i, 0.0, width * i, down) for i in range(len(rows[0]) + 1)]
        for x0, y0, x1, y1 in lines:
            self.objects.append(
                f'<ofd:PathObject ID="{100 + len(self.objects)}" Boundary="{LEFT} {top} {across} {down}" '
                f'LineWidth="0.3"><ofd:AbbreviatedData>M {x0} {y0} L {x1} {y1}</ofd:AbbreviatedData></ofd:PathObject>'
            )
        for i, row in enumerate(rows):
            for j, words in enumerate(row):
                self.text(words, LEFT + j * width + 3, TOP + (self.row + i) * LEADING)
        self.row += len(rows)

    def picture(self) -> None:
        """A picture over the whole page, as a scanner leaves it."""
        self.objects.append('<ofd:ImageObject ID="99" Boundary="0 0 210 297" ResourceID="7"/>')


def write_ofd(path: Path, sheets: Sequence[Sheet], template: Sheet | None = None, **parts: str) -> Path:
    """The file of these pages. `parts` replaces parts by the name of their file without its ending."""
    page = '<?xml version="1.0" encoding="UTF-8"?><ofd:Page {}>{}<ofd:Content><ofd:Layer ID="2">{}</ofd:Layer>'
    page += "</ofd:Content></ofd:Page>"
    uses = '<ofd:Template TemplateID="9" ZOrder="Background"/>' if template else ""
    holds = '<ofd:TemplatePage ID="9" BaseLoc="Tpls/Tpl_0/Content.xml"/>' if template else ""
    listed = "".join(
        f'<ofd:Page ID="{10 + number}" BaseLoc="Pages/Page_{number}/Content.xml"/>' for number in range(len(sheets))
    )
    contents = {
        "OFD.xml": f'<ofd:OFD {NAMESPACE} Version="1.0" DocType="OFD"><ofd:DocBody><ofd:DocInfo/>'
        "<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f"<ofd:Document {NAMESPACE}><ofd:CommonData><ofd:MaxUnitID>999</ofd:MaxUnitID>"
        "<ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea>"
        f"<ofd:PublicRes>PublicRes.xml</ofd:PublicRes>{holds}</ofd:CommonData>"
        f"<ofd:Pages>{listed}</ofd:Pages></ofd:Document>",
        "Doc_0/PublicRes.xml": f'<ofd:Res {NAMESPACE} BaseLoc="Res"><ofd:Fonts><ofd:Font ID="1" FontName="仿宋"/>'
        '<ofd:Font ID="2" FontName="黑体"/></ofd:Fonts></ofd:Res>',
    }
    for number, sheet in enumerate(sheets):
        contents[f"Doc_0/Pages/Page_{number}/Content.xml"] = page.format(NAMESPACE, uses, "".join(sheet.objects))
    if template:
        contents["Doc_0/Tpls/Tpl_0/Content.xml"] = page.format(NAMESPACE, "", "".join(template.objects))
    for name in contents:
        contents[name] = parts.get(Path(name).stem, contents[name])
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in contents.items():
            package.writestr(name, content)
    return path
