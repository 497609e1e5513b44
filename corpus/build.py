"""Write the sample plans (docx, pdf, html, txt) from their readable sources: `python corpus/build.py [NAME …]`.

The built files are committed, so nobody needs this to use PlanCheck; the PDF files need LibreOffice (`soffice`) and the
Noto CJK fonts. The same source gives the same bytes.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
sys.path.insert(0, str(FOLDER.parent))

from corpus.docx_form import FREE_TYPEFACES, write_docx  # noqa: E402
from corpus.manuscript import Manuscript, read_manuscript  # noqa: E402
from corpus.web_form import write_html, write_text  # noqa: E402

_PDF_DATE = re.compile(rb"\(D:\d{14}[^)]*\)")
_PDF_ID = re.compile(rb"/ID \[ <[0-9A-F]+>\s*<[0-9A-F]+> \]")
_PDF_CHECKSUM = re.compile(rb"/DocChecksum /[0-9A-F]+")


def build(names: list[str]) -> list[Path]:
    """Write the plans whose file name contains one of `names`, or all; returns what was written."""
    written = []
    for source in sorted((FOLDER / "source").glob("*.md")):
        manuscript = read_manuscript(source)
        if names and not any(name in manuscript.file for name in names):
            continue
        written.append(build_one(manuscript, FOLDER))
    return written


def build_one(manuscript: Manuscript, folder: Path) -> Path:
    """Write one plan into `folder`; its suffix is its format. Raises SystemExit where LibreOffice is missing."""
    target = folder / manuscript.file
    match target.suffix:
        case ".docx":
            write_docx(manuscript, target)
        case ".pdf":
            _write_pdf(manuscript, target)
        case ".html":
            write_html(manuscript, target, FOLDER / "source" / "frame.template")
        case ".txt":
            write_text(manuscript, target)
        case _:
            raise ValueError(f"{manuscript.file}：不支持的格式 {target.suffix}。")
    return target


def _write_pdf(manuscript: Manuscript, target: Path) -> None:
    office = shutil.which("soffice")
    if office is None:
        raise SystemExit(f"{target.name}：生成 PDF 需要 LibreOffice（soffice）和 Noto CJK 字体，请先安装再运行。")
    with tempfile.TemporaryDirectory() as folder:
        word = Path(folder) / "plan.docx"
        write_docx(manuscript, word, FREE_TYPEFACES)
        command = [office, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "pdf",
                   "--outdir", folder, str(word)]  # fmt: skip
        done = subprocess.run(command, capture_output=True, text=True, timeout=180, check=False)
        made = word.with_suffix(".pdf")
        if done.returncode or not made.exists():
            raise SystemExit(f"{target.name}：LibreOffice 转换失败：{done.stderr.strip()}")
        target.write_bytes(_undated(made.read_bytes(), manuscript.issued))


def _undated(pdf: bytes, issued: str) -> bytes:
    """Fixed dates and ids of the same length, so that no offset in the file moves."""
    stamp = f"D:{issued.replace('-', '')}090000".encode()

    def dated(found: re.Match[bytes]) -> bytes:
        inside = found.group()[1:-1]
        return b"(" + stamp + inside[len(stamp) :] + b")"

    def zeroed(found: re.Match[bytes]) -> bytes:
        return re.sub(rb"(?<=[</])[0-9A-F]{16,}", lambda digits: b"0" * len(digits.group()), found.group())

    return _PDF_CHECKSUM.sub(zeroed, _PDF_ID.sub(zeroed, _PDF_DATE.sub(dated, pdf)))


if __name__ == "__main__":
    for path in build(sys.argv[1:]):
        print(f"{path.relative_to(FOLDER.parent)}  {path.stat().st_size // 1024} KB")
