"""What a document says once about who leads: 无牵头单位的，责任单位即为牵头单位; 列首位的为牵头单位."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from nlp.commitment import BureauMention, Role


@dataclass(frozen=True, slots=True)
class LeadDefault:
    """What a document says once about who leads where a task names no lead."""

    responsible_leads: bool = False  # 无牵头单位的，责任单位即为牵头单位
    first_leads: bool = False  # 列首位的为牵头单位

    def apply(self, mentions: tuple[BureauMention, ...]) -> tuple[BureauMention, ...]:
        """The mentions of one task with the lead that the default gives them."""
        if not mentions or any(mention.role is Role.LEAD for mention in mentions):
            return mentions
        if self.first_leads:
            return (replace(mentions[0], role=Role.LEAD), *mentions[1:])
        if self.responsible_leads:
            return tuple(
                replace(mention, role=Role.LEAD) if mention.role is Role.RESPONSIBLE else mention
                for mention in mentions
            )
        return mentions


_RESPONSIBLE_LEADS = re.compile(
    r"(?:无|没有|未明确|未列)(?:明确)?牵头(?:单位|部门)的?[，,]?.{0,4}责任(?:单位|部门)即?为牵头(?:单位|部门)"
)
_FIRST_LEADS = re.compile(
    r"(?:[列排]名?在?(?:首位|第一位?|最前面?)|首位|首个|第一[位个]?)(?:的|者)?(?:责任)?(?:单位|部门)?"
    r"(?:即?为|是)(?:该项(?:任务|工作)的?)?牵头"
)


def find_lead_default(text: str) -> LeadDefault:
    """The default about leads that a document states, where it states one."""
    solid = re.sub(r"\s+", "", text)
    return LeadDefault(bool(_RESPONSIBLE_LEADS.search(solid)), bool(_FIRST_LEADS.search(solid)))
