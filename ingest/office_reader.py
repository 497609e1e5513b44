"""Older office formats (doc, wps, rtf, odt): LibreOffice turns them into docx, the Word reader reads that.

LibreOffice runs without a window, with a profile of its own that lasts as long as the file is read, without macros and
without links that lead out of the file.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from contextlib import suppress
from pathlib import Path

from ingest.archive import opened
from ingest.docx_reader import read_docx
from ingest.html_reader import read_html
from ingest.source import ReadError, SourceFile

TIME_LIMIT = 120.0  # seconds; a plan of a hundred pages takes two
_MISSING = (
    "{} 文件要借助 LibreOffice 读取，这台电脑上没有找到；请安装 LibreOffice（免费，www.libreoffice.org），"
    "或用 Word、WPS 打开后另存为 docx。"
)
_UNREADABLE = "LibreOffice 打不开，文件可能有密码或已损坏；请用 Word 或 WPS 打开、去掉密码，另存为 docx。"
_TOO_LONG = "LibreOffice 在 {:.0f} 秒内没有转换完，已停止；请用 Word 或 WPS 打开后另存为 docx。"
_MISNAMED = "内容不是 {} 文档，请改成正确的扩展名，或用 Word、WPS 打开后另存为 docx。"
# Where installers put it when it is not on the path
_PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "C:/Program Files/LibreOffice/program/soffice.com",
    "C:/Program Files (x86)/LibreOffice/program/soffice.com",
    "/usr/lib/libreoffice/program/soffice",
    "/opt/libreoffice/program/soffice",
)
_COMPOUND, _RICH, _ZIP = b"\xd0\xcf\x11\xe0", b"{\\rtf", b"PK\x03\x04"
# Input filters are named, or LibreOffice takes what it does not know for plain text and "reads" rubbish.
_WORD, _RTF, _ODT = ("MS Word 97", ".doc"), ("Rich Text Format", ".rtf"), ("writer8", ".odt")
_OOXML = ("MS Word 2007 XML", ".docx")
_SECURITY = (
    ("MacroSecurityLevel", "3"),
    ("DisableMacrosExecution", "true"),
    ("BlockUntrustedRefererLinks", "true"),
    ("DisableActiveContent", "true"),
)


def read_office(path: Path) -> SourceFile:
    """Reads what LibreOffice can turn into docx; docx and HTML under an older name are read as what they are.

    Raises ReadError for a file that is damaged, locked or something else, and where LibreOffice is not installed.
    """
    with path.open("rb") as stream:
        begin = stream.read(512)
    if begin.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<":
        return read_html(path)
    infilter, extension = _form(path, begin)
    if infilter == _OOXML[0] and path.suffix.lower() not in (".docm", ".dotx"):
        return read_docx(path)
    with tempfile.TemporaryDirectory(prefix="plan-", ignore_cleanup_errors=True) as folder:
        source = Path(folder) / f"plan{extension}"
        shutil.copyfile(path, source)
        converted = _converted(path, source, infilter)
        try:
            return read_docx(converted)
        except ReadError as error:
            raise ReadError(path, error.reason) from None


def _form(path: Path, begin: bytes) -> tuple[str, str]:
    """(LibreOffice's name of the format, its extension), judged by the content."""
    if begin.startswith(_COMPOUND):
        return _WORD
    if begin.startswith(_RICH):
        return _RTF
    if begin.startswith(_ZIP):
        with opened(path, path.suffix.lower().lstrip(".")) as archive:
            names = set(archive.namelist())
        if "word/document.xml" in names:
            return _OOXML
        if "content.xml" in names:
            return _ODT
    raise ReadError(path, _MISNAMED.format(path.suffix.lower()))


def office() -> str | None:
    """LibreOffice's program; None where it is not installed."""
    for name in ("soffice", "libreoffice"):
        found = shutil.which(name)
        if found:
            return found
    return next((place for place in _PLACES if Path(place).is_file()), None)


def _converted(path: Path, source: Path, infilter: str) -> Path:
    """The docx that LibreOffice makes of `source`. `path` is the name that messages use."""
    program = office()
    if program is None:
        raise ReadError(path, _MISSING.format(path.suffix.lower().lstrip(".")))
    profile = source.parent / "profile"
    _write_profile(profile)
    target = source.parent / "out"
    command = [
        program, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--invisible", "--norestore", "--nologo",
        "--nodefault", "--nolockcheck", f"--infilter={infilter}", "--convert-to", "docx:MS Word 2007 XML",
        "--outdir", str(target), str(source),
    ]  # fmt: skip
    # A proxy that does not exist: whatever the profile forgets, nothing is fetched.
    nowhere = dict.fromkeys(("http_proxy", "https_proxy", "ftp_proxy", "all_proxy"), "http://127.0.0.1:9")
    process = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        cwd=source.parent, env={**os.environ, **nowhere, "no_proxy": "", "SAL_USE_VCLPLUGIN": "svp"},
        start_new_session=True,
    )  # fmt: skip
    try:
        process.wait(TIME_LIMIT)
    except subprocess.TimeoutExpired:
        raise ReadError(path, _TOO_LONG.format(TIME_LIMIT)) from None
    finally:
        _end(process)
    converted = target / "plan.docx"
    if not converted.is_file():
        raise ReadError(path, _UNREADABLE)
    return converted


def _end(process: subprocess.Popen[bytes]) -> None:
    """Ends LibreOffice and whatever it has started; the program that was called is only a launcher."""
    if os.name == "nt":
        if process.poll() is None:
            subprocess.run(["taskkill", "/T", "/F", "/PID", str(process.pid)], capture_output=True, check=False)
    else:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _write_profile(folder: Path) -> None:
    """A fresh profile that forbids macros, scripts and links to other places."""
    settings = "".join(
        '<item oor:path="/org.openoffice.Office.Common/Security/Scripting">'
        f'<prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
        for name, value in _SECURITY
    )
    user = folder / "user"
    user.mkdir(parents=True)
    (user / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?>\n<oor:items xmlns:oor="http://openoffice.org/2001/registry" '
        'xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"{settings}</oor:items>\n",
        encoding="utf-8",
    )
