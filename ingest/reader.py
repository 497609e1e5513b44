"""The formats that PlanCheck reads, and the one way in: `read(path)`."""

from __future__ import annotations

from pathlib import Path

from ingest.document import Document
from ingest.registry import READERS, Reader, reader_of
from ingest.source import ReadError, file_name, reason

# Forms that plans come in and that no reader reads: named with what to do about it, never passed over in silence
UNREAD = frozenset({".ceb", ".xps"})
_MOST_BYTES = 1 << 29  # scans of a thousand pages have some 300 MB
# What a file begins with, what that makes it, and the extensions that may carry it
_OLD_WORD = (".doc", ".dot", ".wps", ".wpt", ".docm", ".dotx")
_SIGNATURES = (
    (b"%PDF", "PDF", (".pdf",)),
    (b"PK\x03\x04", "压缩包（docx 一类）", (".docx", ".odt", ".ofd", *_OLD_WORD)),
    (b"\xd0\xcf\x11\xe0", "旧版 Word 文档或加密文档", (".docx", *_OLD_WORD)),
    (b"{\\rtf", "RTF 文档", (".rtf", *_OLD_WORD)),
    (b"\x89PNG", "图片", (".png",)),
    (b"\xff\xd8\xff", "图片", (".jpg", ".jpeg")),
)


def read(path: Path) -> Document:
    """The document in the file; its id is the file's name without extension.

    Raises ReadError with one Chinese sentence when the file cannot be read, whatever is wrong with it.
    """
    from ingest.assemble import assemble

    path = Path(path)
    try:
        function = _reader_of(path)
        name = file_name(path)
        document = assemble(function(path), name, Path(name).stem)
    except ReadError:
        raise
    except Exception as error:  # whatever a strange file makes a reader trip over
        raise ReadError(path, reason(error)) from error
    if not document.text.strip():
        raise ReadError(path, "文件里没有文字，请核对是否取得了完整的原件。")
    return document


def _reader_of(path: Path) -> Reader:
    """The reader for the file, chosen by extension and confirmed by how the content begins."""
    if not path.is_file():
        raise ReadError(path, "找不到这个文件，请检查路径。")
    if path.stat().st_size > _MOST_BYTES:
        raise ReadError(path, f"文件太大（超过 {_MOST_BYTES >> 20} MB），未读取；请拆成几份，或压缩其中的图片后再读。")
    with path.open("rb") as stream:
        begin = stream.read(16)
    if not begin:
        raise ReadError(path, "文件是空的，请重新取得原件。")
    extension = path.suffix.lower()
    function = reader_of(extension)
    if function is None:
        kinds = "、".join(sorted(READERS))
        raise ReadError(path, f"读不了 {extension or '没有扩展名'} 的文件，请另存为 {kinds} 中的一种。")
    for signature, name, extensions in _SIGNATURES:
        if begin.startswith(signature) and extension not in extensions:
            raise ReadError(path, f"扩展名是 {extension}，内容却是{name}，请改成正确的扩展名或另存后再读。")
    return function


def plan_files(folder: Path) -> tuple[Path, ...]:
    """The documents directly in `folder`, by name: what some reader reads, and what ought to be readable but is not.

    A README tells of the folder and is no plan.
    """
    return tuple(
        sorted(
            p
            for p in Path(folder).iterdir()
            if p.is_file()
            and (p.suffix.lower() in READERS or p.suffix.lower() in UNREAD)
            and not p.name.startswith((".", "~$"))
            and p.stem.lower() != "readme"
        )
    )
