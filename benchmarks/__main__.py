"""`python -m benchmarks` lists the benchmarks; `python -m benchmarks NAME …` runs them."""

from __future__ import annotations

import argparse
import importlib
from pathlib import Path

NAMES = {
    "speed": "comments a second, in batch and one by one, beside two peers in the same run",
    "latency": "how long one comment takes: median, 95th and 99th percentile",
    "start": "import time and the first score in a new process",
    "memory": "peak memory while scoring",
    "length": "cost from 100 bytes to 10 MB, ordinary and hostile text",
    "obfuscation": "disguised words caught, innocent words left alone",
    "quality": "how right the scores are, on labelled sets that training never saw",
    "cascade": "how often the network reads, and whether decisions stay the same",
    "functions": "how right the verdict is by function of language, from negation to emoji",
    "identity": "whether identity terms bend the toxicity score",
    "points": "where each signal is flagged, and the precision and recall there",
    "claims": "unsupported claims, sentence by sentence, and what backs them",
    "rules": "each rule's hits and precision on labelled comments",
    "sentences": "sentence bounds against annotated ones",
}


def main() -> int:
    """Runs the named benchmarks in turn; lists them when none is named."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help="one or more, or 'all'")
    parser.add_argument(
        "--data", type=Path, help="JSONL file with a `text` a line (speed, latency)"
    )
    asked = parser.parse_args()
    names = list(NAMES) if asked.names == ["all"] else asked.names
    if not names:
        for name, what in NAMES.items():
            print(f"{name:12} {what}")
        return 0
    unknown = [name for name in names if name not in NAMES]
    if unknown:
        parser.error(f"{unknown[0]}: expected one of {', '.join(NAMES)}")
    for name in names:
        importlib.import_module(f"benchmarks.{name}").run(asked.data)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
