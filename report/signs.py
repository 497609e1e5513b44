"""Characters that a document may hold and a form of the report may not."""

from __future__ import annotations

import re

# in any XML, and so in any Word file
NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
# in text that a page or Markdown shows: controls, also those above ASCII
NOT_SHOWN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
