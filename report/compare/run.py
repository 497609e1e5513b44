"""One comparison from the documents to its page and its plain values: what the command line and the pages call."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from ingest.document import Document
from nlp.extract import extract
from report.compare.page import ComparePage, page_html, page_workbook, plain
from report.compare.regions import by_region, regions_page, with_topics
from report.compare.superior import superior_page
from report.compare.template import template_page
from report.compare.versions import versions_page
from report.files import write_files
from rules.compare.regions import compare_regions
from rules.compare.superior import compare_superior
from rules.compare.template import compare_template
from rules.compare.versions import compare_versions
from rules.template import load_template
from rules.yaml_file import YamlError

WRITERS = (".html", ".xlsx", ".json")


def compare_pages(
    documents: Sequence[Document], *, superior: bool = False, template: str | None = None, model: str | None = None
) -> tuple[ComparePage, dict[str, Any]]:
    """The comparison asked for: two versions, or the first document against the second as the one above it, or against
    a template. Raises YamlError with a sentence for the user."""
    if sum((len(documents) > 1 and not superior, superior, template is not None)) != 1:
        raise YamlError("请给出一项比较：另一个版本的文件，或者 --with 上级文件，或者 --template 模板。")
    first, second = documents[0], documents[-1]
    if superior:
        from nlp.encoder import load_encoder

        known = compare_superior(first, extract(first), second, extract(second), load_encoder(model).encode)
        values = {"kind": "superior", "concrete": round(known.concrete, 4), **plain(known)}
        return superior_page(known, (second.source, first.source)), values
    if template is not None:
        compared = compare_template(first, extract(first), load_template(template))
        return template_page(compared, first.source), {"kind": "template", **plain(compared)}
    versions = compare_versions(first, second, extract(first), extract(second))
    return versions_page(versions, (first.source, second.source)), {"kind": "versions", **plain(versions)}


def region_pages(
    drafts: Sequence[Document],
    *,
    above: Document | None = None,
    template: str | None = None,
    model: str | None = None,
    progress: Callable[[int, int, str], None] | None = None,
) -> tuple[ComparePage, dict[str, Any]]:
    """The plans of many regions beside one another, held against the document above them or a template where one is
    given. Documents that are no plans are left out, the document above too. Raises YamlError."""
    if above is not None and template is not None:
        raise YamlError("--with 和 --template 请只给一项。")
    wanted = load_template(template) if template is not None else None
    from nlp.encoder import load_encoder

    embed = load_encoder(model).encode
    drafts = [one for one in drafts if one.doc_type is not None and (above is None or one.text != above.text)]
    plans = []
    for done, draft in enumerate(drafts):
        if progress:
            progress(done, len(drafts), draft.title)
        plans.append((draft, extract(draft)))
    held = (above, extract(above)) if above is not None else None
    compared = with_topics(compare_regions(by_region(plans), held, wanted, embed), plans, embed)
    return regions_page(compared), {"kind": "regions", **plain(compared)}


def write_page(page: ComparePage, values: dict[str, Any], path: Path, as_of: date) -> Path:
    """Write the comparison in the form that the name of the file asks for. Raises YamlError for another form."""
    path = Path(path)
    if path.suffix.lower() not in WRITERS:
        raise YamlError(f"{path.name}：不认识的格式，请写成 {'、'.join(WRITERS)}。")
    if path.suffix.lower() == ".html":
        content = page_html(page).encode("utf-8", "replace")
    elif path.suffix.lower() == ".xlsx":
        content = page_workbook(page, as_of)
    else:
        content = (json.dumps(values, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")
    return write_files(path.parent, {path.name: content})[0]
