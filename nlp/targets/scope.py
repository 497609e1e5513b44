"""Names that say only where or which part: 农村 in 覆盖率城市达到100%、农村达到70%, 东湾区 in 其中东湾区20个."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from nlp.targets.name import behind_place, clean_name, ends_in_head, head_and_place, is_scope, names_places
from nlp.targets.phrase import words

_COMMA = re.compile(r"[，,]")
# 企业数量翻一番, 森林覆盖率稳步提高: how something moves, its figure in the next phrase
_MOVING = re.compile(
    r"(?P<name>.{2,30}?)(?:进一步|稳步|持续|明显|显著|大幅|大幅度|不断|逐步|较快|有效|平稳|快速|有所)*"
    r"(?:实现)?(?:翻[一两]番|倍增|提高|提升|增加|增长|扩大|上升|壮大|下降|降低|减少|缩小|收窄|优化|改善)"
)
_OF_WHICH = "其中"


@dataclass(slots=True)
class Scope:
    """What the figures of one sentence share with those before them."""

    topic: str  # what the section is about
    whole: str = ""  # the last indicator before the sentence, for a bracket that goes on counting it
    head: str = ""  # 垃圾分类覆盖率, once it has been dealt out to a first place
    phrase: str = ""  # the phrase before the one that is read
    named: list[tuple[int, str]] = field(default_factory=list)  # where each number stood, and its indicator

    def remember(self, place: int, name: str) -> None:
        """The figure at `place` of the sentence measures `name`."""
        self.named.append((place, name))

    def divided(self, text: str, stop: int) -> str:
        """The indicator that 其中 before text[stop] divides into parts; "" without such a word."""
        at = text.rfind(_OF_WHICH, 0, stop)
        if at < 0:
            return ""
        return next((name for place, name in reversed(self.named) if place < at), self.whole)

    def in_order(self, name: str, is_rate: bool) -> str:
        """The name with its place before what is measured there; a place alone takes what was dealt to the last.

        is_rate: only the names of shares are read so; 能耗建筑 of a size is one word.
        """
        split = head_and_place(name) if is_rate else None
        if split is not None:
            self.head = split[0]
            return split[1] + split[0]
        if self.head and is_scope(name):
            return name + self.head
        self.head = ""
        if len(name) > 1 and self.phrase.endswith(name[:-1]) and len(self.phrase) > len(name):
            return self.phrase + name[-1]  # 推进秸秆综合利用，综合利用率达到90%
        last = self.named[-1][1] if self.named else ""
        if name.startswith("占") and ends_in_head(name) and last:  # 研发投入增长7%，占生产总值比重达到3%
            return last.split("年均")[0] + name
        if words()["grades"].is_word(name):  # 国家级孵化器3家、省级8家
            grade = words()["grades"].begins(last)
            return name + last[grade.stop :] if grade else name
        return name

    def enter(self, text: str, stop: int) -> None:
        """Notes the phrase before the one that text[stop] stands in."""
        phrases = _COMMA.split(text[:stop])
        self.phrase = clean_name(phrases[-2]) if len(phrases) > 1 else ""

    def subject(self) -> str:
        """What the phrase before tells of, before 达到1200家: 企业数量 of 企业数量翻一番."""
        match = _MOVING.fullmatch(self.phrase)
        return match["name"] if match and ends_in_head(match["name"]) else ""

    def of_place(self, name: str, last: str) -> str:
        """What is measured at a place that stands alone: as at the place before it, else what the section is about.

        last: the indicator read last, "" where it cannot be meant again.
        """
        known = behind_place(last)
        what = known if known != last else self.topic
        return name + what if what else ""

    def of_topic(self, name: str) -> str:
        """A mere size with what the section is about: 地热发电新建规模."""
        return self.topic + name if words()["sizes"].is_word(name) else name

    @staticmethod
    def is_bare(name: str) -> bool:
        """True for places and nothing else."""
        return bool(name) and names_places(name)
