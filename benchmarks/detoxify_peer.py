"""Detoxify at BERT-base size, with random weights: as fast as the real one, with nothing fetched.

Weights are random, so its answers mean nothing; its cost is that of "original". The tokenizer
knows the words of modscore's own vocabulary, so ordinary words are a token each, as in BERT's.
It runs in the peer's own environment, where modscore is not installed.
"""

from __future__ import annotations

import importlib.util
import json
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

CHUNK = 16  # comments in one call; all of them in one are padded to the longest and fill the memory
SIZE = 30522  # tokens that BERT-base knows
WORDS = Path(__file__).parents[1] / "src" / "modscore" / "text" / "words.txt"
Call = Callable[[list[str]], Any]

_MARKS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
_LABELS = ["toxic", "severe_toxic", "obscene", "threat", "insult", "identity_hate"]


def package() -> Call:
    """The package's own call, in chunks."""
    from detoxify import Detoxify

    with files() as (checkpoint, config):
        real = Detoxify(checkpoint=str(checkpoint), huggingface_config_path=str(config))

    def chunk(texts: list[str]) -> list[float]:
        answer = real.predict(texts)["toxicity"]
        return answer if isinstance(answer, list) else [answer]  # of one text: a number

    return lambda texts: [
        answer for at in range(0, len(texts), CHUNK) for answer in chunk(texts[at : at + CHUNK])
    ]


def in_modscore() -> Call | None:
    """The same network in modscore; None where its packages are not installed beside it."""
    if importlib.util.find_spec("detoxify") is None:
        return None
    import modscore

    with files() as (checkpoint, config):
        scorer = modscore.Scorer(model=modscore.Detoxify("original", checkpoint, config))
    return lambda texts: list(scorer.score_many(iter(texts)))


@contextmanager
def files() -> Iterator[tuple[Path, Path]]:
    """A checkpoint as Detoxify saves it and a folder as the hub's, gone afterwards. The checkpoint
    names the folder where a released one names the hub's: the package asks the hub otherwise."""
    torch, transformers = import_module("torch"), import_module("transformers")
    torch.manual_seed(0)
    with tempfile.TemporaryDirectory() as place:
        folder, checkpoint = Path(place) / "config", Path(place) / "random.ckpt"
        folder.mkdir()
        (folder / "vocab.txt").write_text("\n".join(_vocabulary()) + "\n", encoding="utf-8")
        about = {"tokenizer_class": "BertTokenizer", "do_lower_case": True, "model_max_length": 512}
        (folder / "tokenizer_config.json").write_text(json.dumps(about), encoding="utf-8")
        config = transformers.BertConfig(vocab_size=SIZE, num_labels=len(_LABELS))
        config.save_pretrained(folder)
        args = {
            "model_type": str(folder),
            "model_name": "BertForSequenceClassification",
            "tokenizer_name": "BertTokenizer",
            "num_classes": len(_LABELS),
        }
        stored = {
            "config": {"arch": {"args": args}, "dataset": {"args": {"classes": _LABELS}}},
            "state_dict": transformers.BertForSequenceClassification(config).state_dict(),
        }
        torch.save(stored, checkpoint)
        yield checkpoint, folder


def _vocabulary() -> list[str]:
    """Marks, letters and digits alone and inside words, then words, the commonest first."""
    signs = [chr(k) for k in range(33, 127) if not chr(k).isupper()]
    inside = [f"##{sign}" for sign in signs if sign.isalnum()]
    listed = WORDS.read_text(encoding="utf-8")
    words = [word for line in listed.splitlines() for word in line.split()[1:] if word.isalpha()]
    known = dict.fromkeys([*_MARKS, *signs, *inside, *words])
    spare = [f"[unused{k}]" for k in range(max(0, SIZE - len(known)))]
    return [*known, *spare][:SIZE]
