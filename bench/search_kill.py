"""Kill builds at random moments and read during others: does a workspace ever show anything but one whole state?

    python -m bench.search_kill FOLDER [--plans 200] [--kills 100] [--readers 8] [--builds 20]

The plans are made here. All plans of one state carry the number of that state, so that a mixed one is seen. FOLDER must
not exist; it is left behind to be looked at when something went wrong. Needs a system that forks.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import sys
import time
from collections import Counter
from pathlib import Path

from index.filters import Filters
from index.upkeep import verify
from index.workspace import Workspace

TOPICS = ("光伏", "养老", "公交", "供热", "垃圾分类", "湿地保护", "数字政务", "托育")


def write_state(folder: Path, plans: int, state: int) -> list[Path]:
    """The plans of that state; every third one is new or gone from one state to the next."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for number in range(plans):
        if (number + state) % 3 == 0:
            continue
        topic = TOPICS[number % len(TOPICS)]
        lines = [f"{topic}行动计划", "一、重点任务", f"第{state}轮任务：推进{topic}项目，到2030年达到{number + 1}个。"]
        lines += [f"{i}．完善{topic}设施，由市发改委牵头，第{number}号。" for i in range(1, 6)]
        paths.append(folder / f"{number:04d}.txt")
        paths[-1].write_text("\n".join(lines) + "\n", encoding="utf-8")
    return paths


def state_of(workspace: Workspace, plans: int) -> int:
    """The one state that all plans of the workspace are of. Raises ValueError when they are of several."""
    states: Counter[int] = Counter()
    for entry in workspace.documents():
        text = workspace.document(entry.id).text
        states[int(text.split("第", 1)[1].split("轮", 1)[0])] += 1
    listed = workspace.search("", Filters(section="重点任务"), k=10 * plans).hits
    asked = workspace.search("一轮任务推进项目", k=50).hits
    found = {hit.text.split("轮", 1)[0] for hit in listed + asked if "轮任务" in hit.text}
    if len(states) != 1 or found != {f"第{state}" for state in states}:
        raise ValueError(f"mixed: {states}, {found}")
    [(state, count)] = states.items()
    if count != sum((number + state) % 3 != 0 for number in range(plans)):
        raise ValueError(f"{count} plans of state {state}")
    return state


def fork_build(paths: list[Path], folder: Path) -> int:
    """Start a build in a process of its own."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            code = 1 if Workspace.build(paths, folder).failed else 0
        finally:
            os._exit(code)
    return child


def kill_builds(folder: Path, plans: int, kills: int, seed: int = 1) -> Counter[str]:
    """Kill that many builds, each at a random moment; after each the workspace must verify and show one state.

    Returns how many builds ended in the old state, how many in the new one, and how many were done before the kill.
    """
    dice = random.Random(seed)
    Workspace.build(write_state(folder / "0", plans, 0), folder / "ws")
    start = time.perf_counter()
    os.waitpid(fork_build(write_state(folder / "1", plans, 1), folder / "ws"), 0)
    lasts = time.perf_counter() - start
    outcomes: Counter[str] = Counter()
    before = 1
    for number in range(2, kills + 2):
        child = fork_build(write_state(folder / str(number), plans, number), folder / "ws")
        time.sleep(dice.uniform(0, 1.2 * lasts))
        os.kill(child, signal.SIGKILL)
        _, ending = os.waitpid(child, 0)
        problems = verify(folder / "ws")
        if problems:
            raise ValueError("; ".join(problems))
        now = state_of(Workspace.open(folder / "ws"), plans)
        if now not in (before, number) or (os.WIFEXITED(ending) and now != number):
            raise ValueError(f"state {now} after {before} and {number}")
        outcomes["done" if os.WIFEXITED(ending) else "new" if now == number else "old"] += 1
        shutil.rmtree(folder / str(number))
        before = now
    return outcomes


def read_during_builds(folder: Path, plans: int, readers: int, builds: int) -> tuple[int, int]:
    """Have readers open and search without a pause while states follow each other; how many looks they took, and how
    many states they saw in all. Raises ValueError when a reader failed or saw a mixed state."""
    Workspace.build(write_state(folder / "0", plans, 0), folder / "ws")
    children = []
    for number in range(readers):
        child = os.fork()
        if child == 0:
            _read(folder, plans, number)
        children.append(child)
    for state in range(1, builds + 1):
        Workspace.build(write_state(folder / "plans", plans, state), folder / "ws")
    (folder / "stop").touch()
    endings = [os.waitpid(child, 0)[1] for child in children]
    if any(endings):
        raise ValueError(f"readers failed: see {folder}")
    told = [(folder / f"reader-{number}").read_text(encoding="utf-8").split() for number in range(readers)]
    return sum(map(len, told)), len({state for states in told for state in states})


def _read(folder: Path, plans: int, number: int) -> None:
    """The life of a reader: the workspace opened first is asked again and again beside each new one."""
    code, seen = 1, []
    try:
        first = Workspace.open(folder / "ws")
        expected = state_of(first, plans)
        while not (folder / "stop").exists() or len(seen) < 2:
            seen.append(state_of(Workspace.open(folder / "ws"), plans))
            if state_of(first, plans) != expected or seen[-1] < max(seen):
                raise ValueError("a state that changed or came back")
        (folder / f"reader-{number}").write_text(" ".join(map(str, seen)), encoding="utf-8")
        code = 0
    except Exception as error:
        (folder / f"error-{number}").write_text(repr(error), encoding="utf-8")
    finally:
        os._exit(code)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--plans", type=int, default=200)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--readers", type=int, default=8)
    parser.add_argument("--builds", type=int, default=20)
    args = parser.parse_args()
    args.folder.mkdir(parents=True)
    outcomes = kill_builds(args.folder / "kills", args.plans, args.kills)
    told = ", ".join(f"{outcomes[name]} {name}" for name in ("old", "new", "done"))
    sys.stdout.write(f"{args.kills} builds killed: every workspace whole; state afterwards: {told}\n")
    looks, states = read_during_builds(args.folder / "reads", args.plans, args.readers, args.builds)
    sys.stdout.write(f"{args.readers} readers, {args.builds} builds: {looks} looks, {states} states, none mixed\n")
    shutil.rmtree(args.folder)


if __name__ == "__main__":
    main()
