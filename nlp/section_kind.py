"""Which sections of a plan hold tasks: told by the words of a heading and of the headings above it."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from ingest.document import Document, Section, SectionKind
from nlp.lexicon import Matcher, load_words

_BRACKETED = re.compile(r"[（(〔\[][^（()）]*[)）〕\]]")
_SIGNS = re.compile(r"[\s。：:；;、.．]+$|\s")


@cache
def _words() -> dict[str, Matcher]:
    return dict(load_words("sections"))


@lru_cache(maxsize=4096)
def _heads_no_tasks(title: str) -> bool:
    """True for headings such as 指导思想 or 发展现状, and for those of single projects."""
    plain = _SIGNS.sub("", _BRACKETED.sub("", title))
    if not plain:
        return False
    words = _words()
    if words["tasks"].ends(plain) is not None and not words["no_tasks_ending"].is_word(plain):
        return False
    if words["verbs"].begins(plain) is not None:
        return bool(_SOLE_AIM.fullmatch(plain))
    if words["projects_ending"].ends(plain) is not None:
        return True
    if plain in words["tasks"]:
        return words["no_tasks_ending"].is_word(plain)
    return words["no_tasks_ending"].ends(plain) is not None or plain in words["no_tasks_containing"]


# 发展目标, 建设基础, 重点项目: begin like a verb, are none
_SOLE_AIM = re.compile(
    r"(?!实施.*项目)(?:发展|建设|规划|改造|保护|治理|创建|控制|培育|试点|实施|改革|总体|重点|示范|利用|开发|研究|服务|转型|考核|安全|整治|修复|完成|应用)"
    r"(?:的)?(?:.{0,6})?(?:背景|基础|现状|形势|成效|意义|优势|概况|情况|思想|原则|目标|定位|愿景|思路|路径|指标|清单|范围|对象"
    r"|条件|项目|布局|步骤|安排|回顾|依据|问题|环境|期限)"
    r"|(?:充分|深刻|切实|进一步|准确|全面)?(?:认识|领会|把握|理解).*(?:意义|重要性|必要性|紧迫性|艰巨性)"
    r"|(?:推进|推动|实施|发展|达峰)(?:的)?(?:思路|路径|情况|成效|历程|现状|步骤|阶段|目标)(?:[和与及].{2,6})?"
)


def names_measure(title: str) -> bool:
    """True for a title that begins by telling somebody to do something: 推动…, 健全…; not for 建设基础."""
    return _words()["verbs"].begins(title) is not None and not _SOLE_AIM.fullmatch(title)


def sets_rules(document: Document) -> bool:
    """True for 办法, 规定, 细则: texts that say what holds, not what is to be done."""
    return document.doc_type is not None and _words()["rule_types"].ends(document.doc_type) is not None


def without_verb(title: str) -> str | None:
    """既有建筑改造 of 全面推进实施既有建筑改造; None for a title that tells nobody to do anything."""
    rest = title
    while verb := _words()["verbs"].begins(rest):
        rest = rest[verb.stop :]
    return rest if rest != title else None


def is_container(title: str) -> bool:
    """True for 重点工程 or 主要任务: a name for a group of measures, never for one."""
    return _words()["containers"].is_word(_SIGNS.sub("", _BRACKETED.sub("", title)))


def heads_tasks(document: Document, section: Section) -> bool:
    """True where the paragraphs under a heading can be tasks: neither it nor a heading above says otherwise.

    An annex (level 0) may be the plan itself: only the title of a list or form speaks against it.
    """
    chain = document.ancestry(section.id)
    if any(one.kind is SectionKind.BOX for one in chain):
        return False
    return not any(_is_list(one) if one.level == 0 else _heads_no_tasks(one.title) for one in chain)


def _is_list(annex: Section) -> bool:
    """True for an annex that by its title holds lists, norms or forms: 企业名单, 基准水平."""
    plain = _SIGNS.sub("", _BRACKETED.sub("", annex.title))
    return bool(plain) and _words()["lists_ending"].ends(plain) is not None
