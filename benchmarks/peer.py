"""One peer in an environment of its own: texts as lines of JSON in, its timing as JSON out.

`peers.py` starts it as `PYTHON -m benchmarks.peer NAME RUNS [apart] [values]`: here stand only
the standard library and the peer.
"""

from __future__ import annotations

import contextlib
import importlib
import importlib.metadata
import json
import sys
import time
from collections.abc import Callable
from typing import Any

Call = Callable[[list[str]], Any]


def alt_profanity_check() -> Call:
    """One probability a text, in batch."""
    from profanity_check import predict_prob

    called: Call = predict_prob
    return called


def better_profanity_rs() -> Call:
    """Yes or no, one by one: there is no batch call."""
    from better_profanity_rs import profanity

    profanity.load_censor_words()
    return lambda texts: [profanity.contains_profanity(text) for text in texts]


def badwords() -> Call:
    """Yes or no in batch, by its English list, as its manual begins."""
    made = importlib.import_module("badwords").ProfanityFilter()
    made.init(languages=["en"])
    called: Call = made.is_profane_many
    return called


def detoxify() -> Call:
    """Six labels, some comments a call; random weights."""
    from .detoxify_peer import package

    return package()


PEERS: dict[str, tuple[str, Callable[[], Call]]] = {
    "alt-profanity-check": ("alt-profanity-check", alt_profanity_check),
    "better-profanity-rs": ("better-profanity-rs", better_profanity_rs),
    "badwords": ("badwords-py", badwords),
    "detoxify": ("detoxify", detoxify),
}


def main(name: str, runs: int, how: list[str]) -> dict[str, Any]:
    """What the peer took for the texts of standard input, and what it said of them."""
    package, load = PEERS[name]
    texts = [json.loads(line) for line in sys.stdin]
    begin = time.perf_counter()
    call = load()
    call(texts[:1])
    loaded = time.perf_counter() - begin
    works: list[list[str]] = [[text] for text in texts] if "apart" in how else [texts]
    seconds = []
    answers: Any = ()
    for _ in range(runs):
        for work in works:
            begin = time.perf_counter()
            answers = call(work)
            seconds.append(time.perf_counter() - begin)
    return {
        "version": importlib.metadata.version(package),
        "python": sys.version.split()[0],
        "loaded": loaded,
        "peak": peak(),
        "seconds": seconds,
        "values": [float(value) for value in answers] if "values" in how else [],
    }


def peak() -> float:
    """Bytes of memory at most, of this process; 0 where the system does not tell."""
    try:
        with open("/proc/self/status", encoding="ascii") as status:
            found = [line.split()[1] for line in status if line.startswith("VmHWM:")]
        return float(found[0]) * 1024  # what getrusage tells may be that of who started it
    except (OSError, IndexError):
        pass
    try:
        import resource
    except ImportError:
        return 0.0
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return float(most if sys.platform == "darwin" else most * 1024)


if __name__ == "__main__":
    with contextlib.redirect_stdout(sys.stderr):  # what packages print is no answer
        answer = main(sys.argv[1], int(sys.argv[2]), sys.argv[3:])
    json.dump(answer, sys.stdout)
