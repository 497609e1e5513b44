"""Files to documents."""

from ingest.document import Document
from ingest.reader import plan_files, read
from ingest.source import ReadError

__all__ = ["Document", "ReadError", "plan_files", "read"]
