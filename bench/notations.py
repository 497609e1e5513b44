"""How much of what plans print about responsibility is understood.

    python -m bench.notations FOLDER [--skip PREFIX] [--kept CACHE] [--rest 30] [--silent 20] [--sample 100]

Every bracket that speaks of duty (…负责, 责任单位：…, 牵头, 配合单位), every line that opens so and every cell of a
column of bodies is parsed. Accounted for is a character of a name, a role word, a separator, 等, the manner of sharing
or a remark for the whole document; the share of the others is printed, then the texts with most of them (`--rest`),
brackets without any name (`--silent`), and the names most often met that the roster does not know (`--unknown`).
"""

from __future__ import annotations

import argparse
import random
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bench.reading import read_folder
from ingest.document import Document
from nlp.bureaus.mention import find_bureaus, parse_cell
from nlp.column import BUREAU_COLUMNS, Column, classify_columns
from nlp.commitment import BureauMention, Role
from nlp.passage import Passage

OPENING, CLOSING = "（(〔[【〈<", "）)〕]】〉>"
DUTY = re.compile(
    r"牵头|(?:责任|配合|参与|协同|协办|主办|落实|实施|承办)(?:单位|部门|处室|主体)|职责|职能分工|分工负责|负责(?!人|制)"
)
LINE = re.compile(
    r"(?:^|[。；！”）)])(?:(?:主要|第一)?(?:责任|牵头|配合|协同|参与|协办|主办|落实|实施)(?:责任)?(?:单位|部门|处室)"
    r"(?:[（(][^（()）]{1,8}[)）])?[:：∶])(?P<names>[^。]+)"
)
# （市民政局、市财政局） without any role word
BARE = re.compile(r"[^、，。；：]{2,16}[局委厅部办](?:[、，][^、，。；：]{2,16}[局委厅部办府])+等?")
# role words, manners, separators and words that only hold a list together; what the document says once of all its items
FILLING = re.compile(
    r"(?:以[下上]|具体)?(?:各项)?(?:工作|任务|内容|事项|均|需|涉及)[^，。；]{0,30}(?:落实|下同|不再列出|不再重复|配合|参与)"
    r"|(?:完成|办理)?(?:期限|时限|时间)[:：∶][^，。；、]{0,16}|适用范围[:：∶][^。；]+"
    r"|[列排]?名?在?(?:首位|第一位?)(?:的|者)?(?:责任)?(?:单位|部门)?即?(?:为|是)牵头(?:单位|部门)"
    r"|不再(?:一一)?列出|下同|以下均|均需"
    r"|[（(]?(?:主要|第一)?(?:责任|牵头|配合|协同|参与|协办|主办|协作|联合|参加|协助|支持|落实|实施|承办|负责)(?:责任|牵头)?"
    r"(?:[（(](?:责任|牵头|部门|单位)[)）])?(?:单位|部门|处室|主体)?(?:[（(](?:部门|单位)[)）])?[:：∶]?"
    r"|负总责|分别|牵头|负责|组织|落实|实施|推动|指导|配合|参与|协助|参加|抓好|做好|统筹|督促"
    r"|(?:要)?(?:按照?|依据?|根据)?(?:各自|部门|相关|有关)?(?:职责|职能|职权|权限|责任|任务)?(?:范围|分工)?(?:共同|具体|联合)?"
    r"|结合实际|等|相关|有关|各?(?:部门|单位|机构|企业|地区)|和|及其?|以及|与|会同|由|为|工作|具体|[、，,；;。.：:∶（()）〔〕【】\[\]\s/|“”]|[一二三四五六七八九十\d]+个?"
)


@dataclass(frozen=True, slots=True)
class Notation:
    """One bracket, line or cell: its text, its names, and the characters that nothing accounts for."""

    document: str
    clause: str
    kind: str
    text: str
    mentions: tuple[BureauMention, ...]
    rest: str


def brackets(text: str) -> Iterator[tuple[int, int]]:
    """Outermost pairs whose content speaks of duty; in a pair that is a whole paragraph the inner ones."""
    depth, start = 0, 0
    for index, sign in enumerate(text):
        if sign in OPENING:
            depth += 1
            start = index + 1 if depth == 1 else start
        elif sign in CLOSING and depth:
            depth -= 1
            if depth == 0 and (DUTY.search(text, start, index) or BARE.fullmatch(text, start, index)):
                yield start, index


def leftover(text: str, taken: list[bool]) -> str:
    """The characters outside of names that are no filling, runs joined by |."""
    runs, run = [], ""
    for sign, is_taken in zip(text, taken, strict=True):
        if is_taken:
            runs.append(run)
            run = ""
        else:
            run += sign
    return "|".join(filter(None, (FILLING.sub("", run) for run in [*runs, run])))


def notations(document: Document) -> Iterator[Notation]:
    """Every notation of responsibility of one document in order."""
    for clause in document.clauses:
        if clause.table is not None:
            continue
        passage = Passage.read(document, clause.span)
        mentions = find_bureaus(passage, document.level)
        done = 0
        ranges = [("bracket", start, stop) for start, stop in brackets(passage.text)]
        ranges += [("line", *match.span()) for match in LINE.finditer(passage.text)]
        for kind, start, stop in sorted(ranges, key=lambda one: one[1]):
            if start >= done:
                done = stop
                yield _notation(document, clause.id, kind, passage, (start, stop), mentions)
    for table in document.tables:
        roles = {Column.LEAD: Role.LEAD, Column.SUPPORT: Role.SUPPORT}
        for at, column in enumerate(classify_columns(document, table)):
            if column not in BUREAU_COLUMNS:
                continue
            for row in table.rows[table.header_rows :]:
                if not row[at].filled:
                    passage = Passage.read(document, row[at].span)
                    found = parse_cell(passage, roles.get(column, Role.RESPONSIBLE), document.level)
                    if len(passage.text) > 1:
                        yield _notation(document, "", "cell", passage, (0, len(passage.text)), found)


def _notation(
    document: Document, clause: str, kind: str, passage: Passage, place: tuple[int, int],
    mentions: tuple[BureauMention, ...],
) -> Notation:  # fmt: skip
    start, stop = place
    inside = tuple(one for one in mentions if passage.places[start] <= one.span.start <= passage.places[stop - 1])
    taken = [any(one.span.start <= at < one.span.stop for one in inside) for at in passage.places[start:stop]]
    text = passage.text[start:stop]
    return Notation(document.source, clause, kind, text, inside, leftover(text, taken))


def main() -> None:
    """Print one table of counts, then the lists asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--skip", help="leave out files whose names begin so")
    parser.add_argument("--kept", type=Path, help="folder of one's own for what was read")
    for name, default in (("rest", 30), ("silent", 20), ("unknown", 30), ("sample", 0)):
        parser.add_argument(f"--{name}", type=int, default=default)
    parser.add_argument("--seed", type=int, default=4)
    args = parser.parse_args()
    found: list[Notation] = []
    for document in read_folder(args.folder, args.skip, args.kept):
        found.extend(notations(document))
    print("| | notations | with names | names | characters | not accounted for |")
    print("|---|---|---|---|---|---|")
    for kind in ("bracket", "line", "cell", "all"):
        rows = [one for one in found if kind in (one.kind, "all")]
        parsed = [one for one in rows if one.mentions]
        size, rest = sum(len(one.text) for one in parsed), sum(len(one.rest.replace("|", "")) for one in parsed)
        names = sum(len(one.mentions) for one in parsed)
        print(f"| {kind} | {len(rows)} | {len(parsed)} | {names} | {size} | {rest} = {rest / max(size, 1):.2%} |")
    parsed = [one for one in found if one.mentions]
    print(f"\n## {args.rest} notations with most that is not accounted for")
    for one in sorted(parsed, key=lambda one: -len(one.rest))[: args.rest]:
        print(f"- {one.document[:12]} {one.kind} [{one.rest}] in {one.text[:160]}")
    print(f"\n## {args.silent} texts of duty without a name")
    silent = [one for one in found if not one.mentions]
    for one in random.Random(args.seed).sample(silent, min(args.silent, len(silent))):
        print(f"- {one.document[:12]} {one.kind} {one.text[:120]}")
    print(f"\n## {args.unknown} most frequent names that the roster does not know")
    names_seen = Counter(
        mention.name
        for one in parsed
        for mention in one.mentions
        if mention.canonical is None and not mention.collective
    )
    total = sum(len(one.mentions) for one in parsed)
    print(f"{sum(names_seen.values())} of {total} mentions")
    for name, count in names_seen.most_common(args.unknown):
        print(f"- {name} {count}")
    for number, one in enumerate(random.Random(args.seed).sample(parsed, min(args.sample, len(parsed))), start=1):
        said = "、".join(f"{mention.name}[{mention.role[:4]}]" for mention in one.mentions)
        print(f"\n{number} {one.document[:20]} {one.clause} {one.kind}\n  {one.text}\n  => {said}")


if __name__ == "__main__":
    main()
