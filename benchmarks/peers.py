"""The peers, each pinned and in an environment of its own below DIR/peers."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .common import ROOT, Asked, MissingError
from .results import Table, table


@dataclass(frozen=True)
class Peer:
    """What is installed, and what it gives; ``most`` texts suffice to time it, ``says`` whether
    its answers mean anything."""

    requires: tuple[str, ...]
    gives: str
    shown: str
    module: str
    most: int | None = None
    says: bool = True


PEERS = {
    "alt-profanity-check": Peer(
        ("alt-profanity-check==1.9.1", "scikit-learn==1.9.1"),
        "one probability",
        "alt-profanity-check, batch",
        "profanity_check",
    ),
    "better-profanity-rs": Peer(
        ("better-profanity-rs==0.1.0",),
        "yes or no",
        "better-profanity-rs, one by one",
        "better_profanity_rs",
    ),
    "badwords": Peer(("badwords-py==3.0.0",), "yes or no", "badwords, batch", "badwords"),
    "detoxify": Peer(
        ("detoxify==0.5.4", "torch==2.13.0", "transformers==5.23.0"),
        "6 labels; 16 comments a call",
        "Detoxify, BERT-base size, random weights",
        "detoxify",
        most=32,  # a core does about five a second
        says=False,
    ),
}


@dataclass(frozen=True)
class Answer:
    """What a peer took and said; ``seconds`` of each run, or of each text if apart."""

    version: str
    python: str
    loaded: float
    peak: float
    seconds: tuple[float, ...]
    values: tuple[float, ...]


def install(out: Path, names: Sequence[str] = tuple(PEERS)) -> None:
    """Make the environments that are not there yet; what a peer lacked is kept for the tables."""
    place = out / "peers"
    place.mkdir(parents=True, exist_ok=True)
    (place / ".gitignore").write_text("*\n", encoding="utf-8")
    for name in names:
        told = place / f"{name}.json"
        requires = list(PEERS[name].requires)
        if told.exists():
            before = json.loads(told.read_text(encoding="utf-8"))
            if not before["fault"] and before["requires"] == requires:
                continue
        print(f"installing {' '.join(requires)} …", file=sys.stderr, flush=True)
        begin = time.monotonic()
        fault, packages = _installed(place / name, requires)
        made = {
            "requires": requires,
            "fault": fault,
            "packages": packages,
            "seconds": round(time.monotonic() - begin, 1),
        }
        told.write_text(json.dumps(made, indent=1) + "\n", encoding="utf-8")


def _installed(folder: Path, requires: list[str]) -> tuple[str, list[str]]:
    """What went wrong, if anything did, and the packages that are there now."""
    pip = [str(_python(folder)), "-m", "pip", "--disable-pip-version-check", "--no-input"]
    for line in (
        [sys.executable, "-m", "venv", "--clear", str(folder)],
        [*pip, "install", "--quiet", *requires],
    ):
        done = subprocess.run(line, capture_output=True, text=True, check=False)
        if done.returncode:
            said = [one for one in (done.stdout + done.stderr).splitlines() if "ERROR" in one]
            return (said or done.stderr.splitlines() or [f"exit {done.returncode}"])[-1], []
    frozen = subprocess.run([*pip, "freeze"], capture_output=True, text=True, check=False)
    return "", frozen.stdout.split()


def _python(folder: Path) -> Path:
    return folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def python(name: str, out: Path) -> str:
    """The interpreter that has the peer: its own, or else this one; MissingError if neither."""
    told = out / "peers" / f"{name}.json"
    if told.exists():
        fault = json.loads(told.read_text(encoding="utf-8"))["fault"]
        if fault:
            raise MissingError(f"{name} does not install: {fault}")
        return str(_python(out / "peers" / name))
    done = subprocess.run(
        [sys.executable, "-c", f"import {PEERS[name].module}"], capture_output=True, check=False
    )
    if done.returncode:
        raise MissingError(f"{name} is not installed (python -m benchmarks peers installs it)")
    return sys.executable


def ask(
    name: str,
    texts: Sequence[str],
    asked: Asked,
    *,
    runs: int = 1,
    apart: bool = False,
    values: bool = False,
) -> Answer:
    """What the peer took for the texts, on the core and with the one thread of this process."""
    how = [word for word, said in (("apart", apart), ("values", values)) if said]
    line = [python(name, asked.out), "-m", "benchmarks.peer", name, str(runs), *how]
    kept = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    done = subprocess.run(
        line,
        input="".join(json.dumps(text) + "\n" for text in texts),
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        env={**kept, "OMP_NUM_THREADS": "1", "PYTHONWARNINGS": "ignore"},
    )
    if done.returncode:
        raise MissingError(f"{name} fails: {(done.stderr.strip().splitlines() or ['killed'])[-1]}")
    return _answer(json.loads(done.stdout))


def _answer(made: dict[str, Any]) -> Answer:
    return Answer(
        made["version"],
        made["python"],
        made["loaded"],
        made["peak"],
        tuple(made["seconds"]),
        tuple(made["values"]),
    )


def _first(name: str, asked: Asked) -> Answer:
    """What it says first; a quick try leaves out slow ones."""
    if asked.quick and PEERS[name].most is not None:
        raise MissingError(f"{name} is too slow for a quick try")
    return ask(name, ["A first word."], asked)


def here(asked: Asked) -> tuple[dict[str, Peer], list[str]]:
    """The peers that can be asked, and why others cannot."""
    found, lacking = {}, []
    for name, peer in PEERS.items():
        try:
            _first(name, asked)
            found[name] = peer
        except MissingError as error:
            lacking.append(str(error))
    return found, lacking


def answers(texts: Sequence[str], asked: Asked) -> dict[str, tuple[float, ...]]:
    """What each meaningful peer that is here says of the texts."""
    found = {}
    for name, peer in PEERS.items():
        if peer.says:
            try:
                found[name] = ask(name, texts, asked, values=True).values
            except MissingError:
                continue
    return found


def run(asked: Asked) -> list[Table]:
    """Installs what is not there, and tells which peers are; quick tries install nothing."""
    if not asked.quick:
        install(asked.out)
    rows = []
    for name, peer in PEERS.items():
        told = asked.out / "peers" / f"{name}.json"
        made = json.loads(told.read_text(encoding="utf-8")) if told.exists() else {}
        try:
            answer = _first(name, asked)
            state = (answer.version, answer.python, "runs")
        except MissingError as error:
            state = ("-", "-", str(error))
        where = "its own" if made else "modscore's"
        seconds = f"{made['seconds']:.0f}" if made else "-"
        rows.append((name, ", ".join(peer.requires), *state, where, seconds))
    head = ("peer", "pinned", "version", "Python", "state", "environment", "seconds to install")
    return [table("Peers", head, rows, "All packages of an environment: peers/NAME.json.")]
