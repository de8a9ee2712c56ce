"""`python -m benchmarks` lists the benchmarks; `python -m benchmarks NAME …` runs them, and
`python -m benchmarks all --out DIR` all of them, peers installed, into one table."""

from __future__ import annotations

import argparse
import importlib
import subprocess
import sys
import time
from pathlib import Path

from .common import ROOT, Asked, MissingError
from .results import Record, gather, keep, machine, markdown

NAMES = {
    "peers": "installs the pinned peers, each in an environment of its own below DIR/peers",
    "speed": "comments a second, in batch and one by one, beside the peers in the same run",
    "latency": "how long one comment takes: median, 95th and 99th percentile",
    "scaling": "files to files with one worker and with two",
    "batch_memory": "peak memory of a batch's workers, and whether it grows with the file",
    "serve": "the server under load: answers a second, and how long they take",
    "start": "import time and the first score in a new process",
    "memory": "peak memory while scoring",
    "length": "cost from 100 bytes to 10 MB of ordinary and hostile text",
    "hostile": "what a byte of hostile text costs beside an ordinary one",
    "spark": "a Spark cluster on this machine beside one process, a worker killed",
    "cost": "what a hundred million comments cost, from the figures of speed and spark",
    "obfuscation": "disguised words caught, innocent words left alone",
    "quality": "how right the scores are, on labelled sets that training never saw",
    "cascade": "how often the network reads, and whether decisions stay the same",
    "functions": "how right the verdict is by function of language, from negation to emoji",
    "identity": "whether identity terms bend the toxicity score",
    "points": "where each signal is flagged, and the precision and recall there",
    "claims": "unsupported claims, sentence by sentence, and what backs them",
    "context": "whether the comment before tells more than the own words do",
    "rules": "each rule's hits and precision on labelled comments",
    "sentences": "sentence bounds against annotated ones",
}
LACKING = 3  # exit code of a benchmark that cannot be measured here


def main() -> int:
    """Runs the named benchmarks in turn; lists them when none is named."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help="one or more, or 'all'")
    parser.add_argument("--data", type=Path, help="JSONL file with a `text` a line, to be timed")
    parser.add_argument("--out", type=Path, default=Asked.out, help="folder of the results")
    parser.add_argument("--quick", action="store_true", help="small samples, nothing installed")
    said = parser.parse_args()
    asked = Asked(said.data, said.out.resolve(), said.quick)
    names = list(NAMES) if said.names == ["all"] else said.names
    if not names:
        for name, about in NAMES.items():
            print(f"{name:12} {about}")
        return 0
    unknown = [name for name in names if name not in NAMES]
    if unknown:
        parser.error(f"{unknown[0]}: expected one of {', '.join(NAMES)}")
    if len(names) == 1:
        return _one(names[0], asked)
    faults = [_apart(name, asked) for name in names]
    if said.names == ["all"]:
        gather(names, asked.out)
        print(f"{asked.out / 'results.json'}, {asked.out / 'results.md'}")
    return int(any(faults))


def _one(name: str, asked: Asked) -> int:
    """Runs one benchmark here, prints its tables and keeps them."""
    begin = time.monotonic()
    try:
        tables = importlib.import_module(f"benchmarks.{name}").run(asked)
    except MissingError as error:
        print(error, file=sys.stderr)
        return LACKING
    seconds = round(time.monotonic() - begin, 1)
    record = Record(name, NAMES[name], tuple(tables), "", seconds, asked.quick, machine())
    keep(record, asked.out)
    sys.stdout.write(markdown(record))
    return 0


def _apart(name: str, asked: Asked) -> bool:
    """Runs one benchmark in a process of its own, so that none disturbs another; whether it
    failed. What it lacked is kept in the place of its figures."""
    line = [sys.executable, "-m", "benchmarks", name, "--out", str(asked.out)]
    line += ["--data", str(asked.data.resolve())] if asked.data else []
    line += ["--quick"] if asked.quick else []
    print(f"{name} …", file=sys.stderr, flush=True)
    done = subprocess.run(line, stderr=subprocess.PIPE, text=True, check=False, cwd=ROOT)
    sys.stderr.write(done.stderr)
    if done.returncode:
        said = done.stderr.strip().splitlines() or [f"exit {done.returncode}"]
        missing = said[-1] if done.returncode == LACKING else f"failed: {said[-1]}"
        keep(Record(name, NAMES[name], missing=missing, machine=machine()), asked.out)
    return done.returncode not in (0, LACKING)


if __name__ == "__main__":
    raise SystemExit(main())
