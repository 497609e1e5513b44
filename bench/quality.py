"""How right the analysis is: exports annotated plans, scores them, pools hits over the plans.

    python -m bench.quality SHARED [--plans shihezi tacheng …] [--misses]

SHARED holds `plans/`, `corpus/`, `gold/NAME/` and `eval/score.py`, the judge. Each figure is pooled: hits, gold and
found are summed over the plans, then precision, recall and F1 are taken.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

FILES = {
    "shihezi": "plans/shihezi.docx",
    "tacheng": "plans/tacheng.pdf",
    "anhui": "corpus/485、安徽省“十四五”节能减排实施方案.pdf",
    "shandong": "corpus/347、山东省绿色低碳转型2022年行动计划.pdf",
    "liaoyuan": "corpus/357、辽源市加快建立健全绿色低碳循环发展经济体系实施方案.pdf",
}
Figures = dict[str, dict[str, float]]


def score(shared: Path, name: str, folder: Path, misses: bool) -> Figures:
    """The judge's figures for one plan."""
    out = folder / f"{name}.json"
    export = [sys.executable, "cli.py", "export", str(shared / FILES[name]), "-o", str(out)]
    subprocess.run(export, check=True)
    judge = [sys.executable, str(shared / "eval" / "score.py"), str(shared / "gold" / name), str(out)]
    if misses:
        print(f"\n##### {name}")
        subprocess.run([*judge, "--misses"], check=True)
    figures: Figures = json.loads(subprocess.run([*judge, "--json"], check=True, capture_output=True).stdout)
    return figures


def pool(plans: list[Figures]) -> Figures:
    """Sums of hit, gold and found over the plans and their ratios; accuracies are weighted by their counts."""
    pooled: Figures = {}
    for name in dict.fromkeys(key for plan in plans for key in plan):
        rows = [plan[name] for plan in plans if name in plan]
        if "f1" in rows[0]:
            hit, gold, found = (sum(row[key] for row in rows) for key in ("hit", "gold", "found"))
            pooled[name] = {"precision": hit / max(found, 1), "recall": hit / max(gold, 1),
                            "f1": 2 * hit / max(gold + found, 1), "gold": gold, "found": found, "hit": hit}  # fmt: skip
        elif "accuracy" in rows[0]:
            count = sum(row["of"] for row in rows)
            pooled[name] = {"accuracy": sum(row["accuracy"] * row["of"] for row in rows) / max(count, 1), "of": count}
        elif "recall" in rows[0]:
            gold, hit = (sum(row[key] for row in rows) for key in ("gold", "hit"))
            pooled[name] = {"recall": hit / max(gold, 1), "gold": gold, "hit": hit}
        elif "made" in rows[0]:
            pooled[name] = {"made": sum(row["made"] for row in rows)}
    return pooled


def cell(figures: dict[str, Any] | None) -> str:
    """One figure as a table cell."""
    if figures is None:
        return "–"
    if "f1" in figures:
        return f"{figures['f1']:.3f} ({figures['hit']:.0f}/{figures['gold']:.0f}/{figures['found']:.0f})"
    if "accuracy" in figures:
        return f"{figures['accuracy']:.3f} of {figures['of']:.0f}"
    if "recall" in figures:
        return f"recall {figures['recall']:.3f} of {figures['gold']:.0f}"
    return str(figures["made"])


def main() -> None:
    """Print one Markdown table: a row a figure, a column a plan and one for all of them."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("shared", type=Path)
    parser.add_argument("--plans", nargs="+", choices=list(FILES), default=list(FILES))
    parser.add_argument("--misses", action="store_true", help="what was missed or wrongly added, plan by plan")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        plans = [score(args.shared, name, Path(folder), args.misses) for name in args.plans]
    pooled = pool(plans)
    print("\nF1 (hit/gold/found), pooled over the plans in the last column\n")
    print("| | " + " | ".join(args.plans) + " | pooled |")
    print("|---" * (len(args.plans) + 2) + "|")
    for name, figures in pooled.items():
        print(f"| {name} | " + " | ".join(cell(plan.get(name)) for plan in plans) + f" | {cell(figures)} |")


if __name__ == "__main__":
    main()
