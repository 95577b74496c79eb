"""Writes what was measured: the tables between the marks of docs/performance.md, and the plot beside it."""
import math
import os
import platform
import re
import subprocess
from datetime import date
from pathlib import Path
from statistics import median
from typing import Callable

from lab import BINARY, SIMULATOR, TOP
from operations import OPERATIONS, Found

PAGE = TOP / "docs/performance.md"
PLOT = TOP / "docs/performance.svg"
BLOCK = "measured"
PLAYS = 5  # of an `up` without NFS and add-ons
COLOURS = ("#1f6feb", "#d1242f", "#bf8700", "#8250df", "#57606a")


class Report:
    def __init__(self, words: list[str], tools: list, block: str) -> None:
        self._words, self._tools, self._block = words, tools, block
        self._load = Path("/proc/loadavg").read_text().split()[:3]
        self._rows: list[tuple[int, int, str, Found]] = []

    def add(self, count: int, delay: int, operation: str, found: Found) -> None:
        self._rows.append((count, delay, operation, found))

    def write(self) -> None:
        page = PAGE.read_text()
        begin, end = f"<!-- {self._block}: begin -->", f"<!-- {self._block}: end -->"
        goals = self._goals() if self._block == BLOCK else []
        measured = "\n".join([begin, "", *self._machine(), *goals, *self._tables(), end])
        PAGE.write_text(re.sub(f"{begin}.*{end}", lambda _: measured, page, flags=re.S))
        if self._block == BLOCK:
            PLOT.write_text(self._plot())

    def _machine(self) -> list[str]:
        processor = re.search(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text())
        memory = int(re.search(r"MemTotal: +(\d+)", Path("/proc/meminfo").read_text()).group(1)) / 2**20
        versions = [first_line("java", "-version"), first_line("ansible", "--version"), first_line("ssh", "-V")]
        now = Path("/proc/loadavg").read_text().split()[:3]
        return [
            f"Measured on {date.today()} by `bench/compare/run {' '.join(self._words)}`, all hosts and the control machine on one"
            " machine:", "",
            f"- {processor.group(1) if processor else platform.machine()}, {len(cpus())} processors, {memory:.0f} GiB,"
            f" Linux {platform.release()}; load {', '.join(self._load)} at the start, {', '.join(now)} at the end",
            f"- {'; '.join(versions)}",
            "- K3S real" if real() else "- K3S simulated", ""]

    def _tables(self) -> list[str]:
        lines: list[str] = []
        for count, delay in dict.fromkeys((count, delay) for count, delay, _, _ in self._rows):
            lines += [f"### {count} host{'s' if count > 1 else ''}, round trip {f'+{delay} ms' if delay else 'of this machine'}", "",
                      "| | | median s | spread s | × k3sdeploy | CPU s | MB | connections | turns | kB |",
                      "|---|---|--:|--:|--:|--:|--:|--:|--:|--:|"]
            for operation in OPERATIONS:
                rows = [found for rows, delays, name, found in self._rows if (rows, delays, name) == (count, delay, operation)]
                lines += self._lines(operation, [found for found in rows if found.rounds])
            lines.append("")
        return lines

    def _goals(self) -> list[str]:
        """What was aimed at, beside what was found; left out where this run did not measure it."""
        lines = ["### Goals", "", "| goal | measured | |", "|---|--:|---|"]

        def goal(text: str, measured: float | None, unit: str, holds: Callable[[float], bool]) -> None:
            if measured is not None:
                lines.append(f"| {text} | {measured:.2f}{unit} | {'holds' if holds(measured) else 'missed'} |")

        unchanged = self._median(4, 0, "unchanged", "k3sdeploy")
        goal("unchanged `up`, 4 hosts: at most 0.8 s", unchanged, " s", lambda found: found <= 0.8)
        for tool, least in (("ansible", 20), ("mitogen", 8)):
            other = self._median(4, 0, "unchanged", tool)
            goal(f"unchanged `up`, 4 hosts: at least {least} times as fast as {tool}",
                 other / unchanged if other and unchanged else None, "", lambda found, least=least: found >= least)
        turns = [found.counts["turns"] for _, _, name, found in self._rows
                 if name == "unchanged" and found.tool == "k3sdeploy" and found.counts]
        goal("unchanged `up`: at most 12 round trips to any host", max(turns, default=None), "", lambda found: found <= 12)
        cold, floor = (self._median(4, 0, "cold", tool) for tool in ("k3sdeploy", "floor"))
        goal("cold `up`, 4 hosts: at most 1.15 times the floor", cold / floor if cold and floor else None, "",
             lambda found: found <= 1.15)
        counts = sorted({count for count, delay, name, found in self._rows if name == "unchanged" and found.rounds})
        if len(counts) > 1:
            few, many = (self._median(count, 0, "unchanged", "k3sdeploy", "cpu") for count in (counts[0], counts[-1]))
            grows = (many - few) / (counts[-1] - counts[0]) * 1000 if few and many else None
            goal(f"unchanged `up`, from {counts[0]} to {counts[-1]} hosts: at most 5 ms of CPU for each host and play", grows and grows / PLAYS,
                 " ms", lambda found: found <= 5)
            goal(f"peak memory, {counts[-1]} hosts: at most 150 MB", self._median(counts[-1], 0, "unchanged", "k3sdeploy", "memory"),
                 " MB", lambda found: found <= 150)
        for name in ("help", "version"):
            goal(f"`{name}`: at most 0.15 s", self._median(4, 0, name, "k3sdeploy"), " s", lambda found: found <= 0.15)
        return [*lines, ""]

    def _median(self, count: int, delay: int, operation: str, tool: str, what: str = "wall") -> float | None:
        used = [getattr(used, what) for counts, delays, name, found in self._rows for used in found.rounds
                if (counts, delays, name, found.tool) == (count, delay, operation, tool)]
        return median(used) if used else None

    def _lines(self, operation: str, rows: list[Found]) -> list[str]:
        titles = {tool.name: tool.title for tool in self._tools}
        ours = next((median(used.wall for used in found.rounds) for found in rows if found.tool == "k3sdeploy"), None)
        lines = []
        for found in rows:
            walls = [used.wall for used in found.rounds]
            ratio = f"{median(walls) / ours:.1f}" if ours else ""
            counts = found.counts
            wire = f"{counts['connections']} | {counts['turns']} | {counts['bytes'] / 1000:.0f}" if counts else " | | "
            lines.append(
                f"| {OPERATIONS[operation].title} | {titles[found.tool]} | {median(walls):.2f} | {min(walls):.2f}–{max(walls):.2f}"
                f" | {ratio} | {median(used.cpu for used in found.rounds):.2f} | {max(used.memory for used in found.rounds):.0f}"
                f" | {wire} |")
        return lines

    def _plot(self) -> str:
        """Bars of the medians without delay, a group for each operation and number of hosts; the scale is logarithmic."""
        groups = list(dict.fromkeys((count, name) for count, delay, name, _ in self._rows if not delay))
        height, left, bar = 260, 60, 11
        width = left + sum(12 + bar * len(self._tools) for _ in groups) + 20
        low, high = 0.1, 1000.0

        def y(seconds: float) -> float:
            share = (math.log10(max(seconds, low)) - math.log10(low)) / (math.log10(high) - math.log10(low))
            return 30 + height * (1 - share)

        parts = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height + 130}" font-family="sans-serif" '
                 f'font-size="10"><rect width="100%" height="100%" fill="#fff"/>']
        for tick in (0.1, 1, 10, 100, 1000):
            parts.append(f'<path d="M{left} {y(tick):.1f}H{width - 10}" stroke="#d0d7de"/>'
                         f'<text x="{left - 6}" y="{y(tick) + 3:.1f}" text-anchor="end">{tick:g} s</text>')
        x = left + 6
        for count, name in groups:
            for place, tool in enumerate(self._tools):
                walls = [used.wall for counts, delay, names, found in self._rows for used in found.rounds
                         if (counts, delay, names, found.tool) == (count, 0, name, tool.name)]
                if walls:
                    top = y(median(walls))
                    parts.append(f'<rect x="{x + place * bar}" y="{top:.1f}" width="{bar - 2}" height="{30 + height - top:.1f}" '
                                 f'fill="{COLOURS[place]}"><title>{tool.title}: {median(walls):.2f} s</title></rect>')
            middle = x + bar * len(self._tools) / 2
            parts.append(f'<text transform="translate({middle:.0f} {height + 40}) rotate(35)">{OPERATIONS[name].title}, {count}</text>')
            x += 12 + bar * len(self._tools)
        for place, tool in enumerate(self._tools):
            parts.append(f'<rect x="{left + place * 150}" y="8" width="10" height="10" fill="{COLOURS[place]}"/>'
                         f'<text x="{left + place * 150 + 14}" y="17">{tool.title}</text>')
        return "\n".join([*parts, "</svg>"]) + "\n"


def real() -> bool:
    return BINARY != SIMULATOR


def cpus() -> list[str]:
    return re.findall(r"^processor", Path("/proc/cpuinfo").read_text(), re.M)


def first_line(*command: str) -> str:
    try:
        done = subprocess.run(command, capture_output=True, text=True)
    except FileNotFoundError:
        return f"no {command[0]}"
    return (done.stdout or done.stderr).splitlines()[0]
