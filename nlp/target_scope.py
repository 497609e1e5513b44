"""Names that say only where or which part: 农村 in 覆盖率城市达到100%、农村达到70%, 东湾区 in 其中东湾区20个."""

from __future__ import annotations

from dataclasses import dataclass, field

from nlp.target_name import behind_place, head_and_place, is_scope, names_places

_OF_WHICH = "其中"


@dataclass(slots=True)
class Scope:
    """What the figures of one sentence share with those before them."""

    topic: str  # what the section is about
    whole: str = ""  # the last indicator before the sentence, for a bracket that goes on counting it
    head: str = ""  # 垃圾分类覆盖率, once it has been dealt out to a first place
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
        return name

    def of_place(self, name: str, last: str) -> str:
        """What is measured at a place that stands alone: as at the place before it, else what the section is about.

        last: the indicator read last, "" where it cannot be meant again.
        """
        known = behind_place(last)
        what = known if known != last else self.topic
        return name + what if what else ""

    @staticmethod
    def is_bare(name: str) -> bool:
        """True for places and nothing else."""
        return bool(name) and names_places(name)
