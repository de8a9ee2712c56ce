"""Tables of figures, and what is kept of them: JSON, Markdown and small plots."""

from __future__ import annotations

import importlib.metadata
import json
import os
import platform
import re
import subprocess
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

SCHEMA = 1  # of results.json
WARES = ("modscore", "numpy", "google-re2", "msgspec", "onnxruntime", "tokenizers", "pyarrow")
_NUMBER = re.compile(r"-?\d{1,3}(,\d{3})+(\.\d+)?|-?\d+(\.\d+)?")
_PLACE = Path(__file__).parent


@dataclass(frozen=True)
class Table:
    """Rows under a head; ``bars`` names the column that a plot shows, ``lines`` says that a row's
    cells are a line over the columns' heads."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""
    bars: str = ""
    lines: bool = False

    def __str__(self) -> str:
        said = [f"## {self.title}", "", "| " + " | ".join(self.head) + " |"]
        said.append("|" + " --- |" * len(self.head))
        said += ["| " + " | ".join(row) + " |" for row in self.rows]
        return "\n".join(said) + (f"\n\n{self.note}" if self.note else "") + "\n"


@dataclass(frozen=True)
class Record:
    """What one benchmark gave, where and when; ``missing`` says why it gave nothing."""

    name: str
    about: str
    tables: tuple[Table, ...] = ()
    missing: str = ""
    seconds: float = 0.0
    quick: bool = False
    machine: dict[str, Any] = field(default_factory=dict)


def table(
    title: str,
    head: Sequence[str],
    rows: Iterable[Sequence[object]],
    note: str = "",
    *,
    bars: str = "",
    lines: bool = False,
) -> Table:
    """A table of anything that can be printed."""
    cells = tuple(tuple(str(cell) for cell in row) for row in rows)
    return Table(title, tuple(head), cells, note, bars, lines)


def number(cell: str) -> float | None:
    """What a printed figure says; None for words and for figures with an interval.

    >>> number("12,345"), number("83.5%"), number("0.81 (0.76–0.86)")
    (12345.0, 0.835, None)
    """
    plain = cell.removesuffix("%").removesuffix(" MiB")
    if not _NUMBER.fullmatch(plain):
        return None
    found = float(plain.replace(",", ""))
    return round(found / 100, 12) if cell.endswith("%") else found


def machine() -> dict[str, Any]:
    """Where and with what figures are made."""
    dirty = _git("status", "--porcelain", "--untracked-files=no")
    return {
        "processor": _processor(),
        "cores": os.cpu_count(),
        "system": platform.system(),
        "python": platform.python_version(),
        "packages": {ware: version(ware) for ware in WARES},
        "commit": _git("rev-parse", "--short", "HEAD") or "none",
        "changed": bool(dirty),
    }


def told(where: dict[str, Any]) -> str:
    """The same in one line."""
    wares = ", ".join(f"{name} {which}" for name, which in where["packages"].items())
    changed = " with changes" if where["changed"] else ""
    return (
        f"{where['processor']}, {where['cores']} cores, {where['system']}; Python "
        f"{where['python']}; {wares}; commit {where['commit']}{changed}."
    )


def version(package: str) -> str:
    """The installed version of a package, or "not installed"."""
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return "not installed"


def markdown(record: Record) -> str:
    """The tables of a benchmark, and what they were made with."""
    if record.missing:
        return f"## {record.name}\n\nNot measured: {record.missing}.\n"
    said = "\n".join(map(str, record.tables))
    tried = " A quick try: the figures mean little." if record.quick else ""
    return f"{said}\n{told(record.machine)}{tried}\n"


def plain(record: Record) -> dict[str, Any]:
    """The record as JSON has it: figures as numbers, shares in [0, 1], all else as printed."""
    made = asdict(record)
    for shown in made["tables"]:
        del shown["bars"], shown["lines"]
        shown["rows"] = [
            [cell if (found := number(cell)) is None else found for cell in row]
            for row in shown["rows"]
        ]
    return made


def keep(record: Record, out: Path) -> None:
    """Writes NAME.md and NAME.json, and a plot for every table that wants one."""
    from .plots import drawn

    out.mkdir(parents=True, exist_ok=True)
    said = markdown(record)
    for place, shown in enumerate(record.tables, 1):
        path = out / f"{record.name}-{place}.svg"
        if drawn(shown, path):
            said = said.replace(str(shown), f"{shown}\n![{shown.title}]({path.name})\n")
    (out / f"{record.name}.md").write_text(said, encoding="utf-8")
    text = json.dumps(plain(record), ensure_ascii=False, indent=1)
    (out / f"{record.name}.json").write_text(text + "\n", encoding="utf-8")


def gather(names: Iterable[str], out: Path) -> None:
    """Makes results.json and results.md of what the benchmarks kept."""
    names = list(names)
    kept = [json.loads((out / f"{name}.json").read_text(encoding="utf-8")) for name in names]
    whole = {"schema": SCHEMA, "benchmarks": kept}
    text = json.dumps(whole, ensure_ascii=False, indent=1)
    (out / "results.json").write_text(text + "\n", encoding="utf-8")
    missing = [f"- {one['name']}: {one['missing']}" for one in kept if one["missing"]]
    said = [
        "# Benchmarks of modscore",
        "",
        "Made by `python -m benchmarks all --out DIR`. Spread: the slowest run over the fastest; "
        "intervals are 95 % bootstrap intervals.",
        *(["", "Not measured:", "", *missing] if missing else []),
    ]
    parts = [
        (out / f"{one['name']}.md").read_text(encoding="utf-8")
        for one in kept
        if not one["missing"]
    ]
    (out / "results.md").write_text("\n".join([*said, "", *parts]), encoding="utf-8")


def _git(*words: str) -> str:
    try:
        done = subprocess.run(
            ["git", *words], capture_output=True, text=True, check=False, cwd=_PLACE
        )
    except OSError:  # no git here
        return ""
    return done.stdout.strip()


def _processor() -> str:
    try:
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return f"{line.partition(':')[2].strip()} ({platform.machine()})"
    except OSError:  # not Linux
        pass
    return platform.processor() or platform.machine()
