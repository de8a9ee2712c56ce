"""The real package `detoxify`, with a small network of random weights, cut off from the world."""

from __future__ import annotations

import hashlib
import json
import os
import socket
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, NoReturn

import numpy as np
import pytest

import modscore
from modscore.errors import ModelError
from modscore.models.detoxify import windows
from modscore.records import ESTIMATED
from modscore.text.prepare import prepare
from modscore.verdict.combine import recompute

WHY = "needs the package detoxify (pip install 'modscore[detoxify]')"
torch = pytest.importorskip("torch", reason=WHY)
package = pytest.importorskip("detoxify", reason=WHY)
transformers = pytest.importorskip("transformers", reason=WHY)

FIRST = ["toxic", "severe_toxic", "obscene", "threat", "insult", "identity_hate"]
RENAMED = ["toxicity", "severe_toxicity", "obscene", "threat", "insult", "identity_attack"]
LATER = ["toxicity", "severe_toxicity", "obscene", "identity_attack", "insult", "threat"]
LATER += ["sexual_explicit"]
WORDS = ["you", "are", "an", "idiot", "thanks", "that", "helped", "the", "bridge", "is", "safe"]
PLACES = 32  # tokens that the small network takes, two of them marks
TEXTS = [
    "You are an idiot.",
    "Thanks, that helped!",
    "The bridge is safe and closed; I read it twice.",
    "the bridge is safe " * 40,
    "idiot",
    "",
    "   \n",
    "🙂🙂",
    "\ud800 idiot",
    "Проверка связи",
]
Save = Callable[..., Path]


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every way out is shut; nothing may even ask."""

    def refuse(*_: object, **__: object) -> NoReturn:
        raise OSError("the test has cut the network off")

    for name in ("connect", "connect_ex", "sendto"):
        monkeypatch.setattr(socket.socket, name, refuse)
    for name in ("getaddrinfo", "create_connection"):
        monkeypatch.setattr(socket, name, refuse)


@pytest.fixture(scope="module")
def config(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as the hub's, for BERT; its config names two labels, as the hub's does."""
    folder = tmp_path_factory.mktemp("config")
    letters = "abcdefghijklmnopqrstuvwxyz.,;!?"
    tokens = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *letters, *(f"##{x}" for x in letters)]
    tokens += [word for word in WORDS if word not in tokens]
    (folder / "vocab.txt").write_text("\n".join(tokens) + "\n", encoding="utf-8")
    stored = {"tokenizer_class": "BertTokenizer", "do_lower_case": True, "model_max_length": PLACES}
    (folder / "tokenizer_config.json").write_text(json.dumps(stored), encoding="utf-8")
    _bert_config(len(tokens)).save_pretrained(folder)
    return folder


def _bert_config(tokens: int, **more: Any) -> Any:
    return transformers.BertConfig(
        vocab_size=tokens,
        hidden_size=16,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=32,
        max_position_embeddings=PLACES,
        **more,
    )


def _stored(config: Path, classes: list[str], outputs: int) -> dict[str, Any]:
    """A checkpoint as the package's training saves it."""
    torch.manual_seed(7)
    tokens = len((config / "vocab.txt").read_text(encoding="utf-8").split())
    network = transformers.BertForSequenceClassification(_bert_config(tokens, num_labels=outputs))
    for weights in network.parameters():  # apart from each other, so that no mix-up goes unseen
        torch.nn.init.normal_(weights, std=0.3)
    args = {
        "model_type": "bert-base-uncased",
        "model_name": "BertForSequenceClassification",
        "tokenizer_name": "BertTokenizer",
        "num_classes": outputs,
    }
    return {
        "config": {"arch": {"args": args}, "dataset": {"args": {"classes": classes}}},
        "state_dict": network.state_dict(),
    }


@pytest.fixture
def save(config: Path, tmp_path: Path) -> Save:
    """Saves a checkpoint, altered by a function, and says where."""

    def saved(
        alter: Callable[[dict[str, Any]], object] = lambda stored: None,
        classes: list[str] = FIRST,
        outputs: int = 6,
    ) -> Path:
        stored = _stored(config, classes, outputs)
        alter(stored)
        path = tmp_path / "small.ckpt"
        torch.save(stored, path)
        return path

    return saved


@pytest.fixture(scope="module")
def checkpoint(config: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path: Path = tmp_path_factory.mktemp("checkpoint") / "small.ckpt"
    torch.save(_stored(config, FIRST, 6), path)
    return path


@pytest.fixture(scope="module")
def model(checkpoint: Path, config: Path) -> modscore.Detoxify:
    return modscore.Detoxify("original", checkpoint=checkpoint, config=config)


@pytest.fixture(scope="module")
def scorer(model: modscore.Detoxify) -> modscore.Scorer:
    return modscore.Scorer(model=model)


def _estimates(model: modscore.Detoxify, texts: list[str]) -> np.ndarray[Any, Any]:
    threads = [modscore.Thread(str(k), (modscore.Comment("c", t),)) for k, t in enumerate(texts)]
    return model.estimate(prepare(threads))


def _real(checkpoint: Path, config: Path) -> Any:
    """The package's own model; it needs the checkpoint to name the folder."""
    stored = torch.load(checkpoint, weights_only=True)
    args = stored["config"]["arch"]["args"]
    args["model_type"] = str(config)
    network, tokenizer = package.detoxify.get_model_and_tokenizer(
        **args, state_dict=stored["state_dict"]
    )
    real = package.Detoxify.__new__(package.Detoxify)
    real.model, real.tokenizer, real.device = network, tokenizer, "cpu"
    first = stored["config"]["dataset"]["args"]["classes"] == FIRST
    real.class_names = RENAMED if first else LATER
    return real


@pytest.mark.parametrize(
    ("name", "classes", "outputs"),
    [("original", FIRST, 6), ("unbiased", LATER, 16), ("multilingual", LATER, 16)],
)
def test_estimates_are_the_packages_own(
    save: Save, config: Path, name: str, classes: list[str], outputs: int
) -> None:
    path = save(classes=classes, outputs=outputs)
    model = modscore.Detoxify(name, checkpoint=path, config=config)
    texts = TEXTS[:3]
    ours, real = _estimates(model, texts), _real(path, config)
    for text, row in zip(texts, ours, strict=True):
        said = real.predict(text)
        assert row.tolist() == pytest.approx([said[label] for label in ESTIMATED], abs=1e-6)
    assert np.ptp(ours, axis=1).min() > 0.01  # the columns can be told apart


def test_results_have_spans_from_rules_and_add_up(scorer: modscore.Scorer) -> None:
    rude, kind = scorer.score(["You are an idiot.", "Thanks, that helped."]).comments
    assert any(rude.text[f.start : f.end] == "You are an idiot" for f in rude.findings)
    assert {f.source.split(":")[0] for f in rude.findings} == {"rule"}
    assert not kind.findings
    for one in (rude, kind):
        assert recompute(one)["toxicity"] == one.toxicity
        assert one.toxicity >= one.estimates.toxicity > 0
    assert rude.estimates != kind.estimates


def test_a_list_of_one_and_an_empty_list(scorer: modscore.Scorer) -> None:
    assert len(scorer.score(["idiot"]).comments) == 1
    assert scorer.score([]).comments == ()
    assert list(scorer.score_many([])) == []


def test_any_text_alone_and_in_any_batch_gives_the_same_bits(model: modscore.Detoxify) -> None:
    together = _estimates(model, TEXTS)
    turned = _estimates(model, TEXTS[::-1])[::-1]
    alone = np.concatenate([_estimates(model, [text]) for text in TEXTS])
    assert together.shape == (len(TEXTS), 6)
    assert np.isfinite(together).all()
    assert together.tobytes() == turned.tobytes() == alone.tobytes()


def test_threads_share_a_model(model: modscore.Detoxify) -> None:
    expected = _estimates(model, TEXTS).tobytes()
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: _estimates(model, TEXTS).tobytes(), range(12)))
    assert set(answers) == {expected}


def test_a_long_comment_is_the_highest_of_windows_that_cover_it(
    model: modscore.Detoxify, checkpoint: Path, config: Path
) -> None:
    words = ["the", "bridge", "is", "safe", "thanks"] * 20 + ["idiot"] * 3  # a token each
    parts = windows(len(words), PLACES - 2)
    assert {k for start, end in parts for k in range(start, end)} == set(range(len(words)))
    real = _real(checkpoint, config)
    said = real.predict([" ".join(words[start:end]) for start, end in parts])
    (ours,) = _estimates(model, [" ".join(words)])
    assert ours.tolist() == pytest.approx([max(said[label]) for label in ESTIMATED], abs=1e-6)
    cut = real.predict(" ".join(words))
    assert ours.tolist() != pytest.approx([cut[label] for label in ESTIMATED], abs=1e-4)


def test_hash_and_id_are_kept_with_results(scorer: modscore.Scorer, checkpoint: Path) -> None:
    used = scorer.score("idiot").provenance.models[0]
    assert used.hash == hashlib.sha256(checkpoint.read_bytes()).hexdigest()
    assert used.id.startswith("detoxify-original-")


def test_the_cache_of_torch_and_a_folder_named_as_on_the_hub_do(
    save: Save, config: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = tmp_path / "torch" / "hub" / "checkpoints" / "toxic_original-c1212f89.ckpt"
    kept.parent.mkdir(parents=True)
    save().rename(kept)
    (tmp_path / "bert-base-uncased").symlink_to(config)
    monkeypatch.setenv("TORCH_HOME", str(tmp_path / "torch"))
    monkeypatch.chdir(tmp_path)
    assert _estimates(modscore.Detoxify("original"), ["idiot"]).shape == (1, 6)


def _refusal(*args: Any, **more: Any) -> str:
    with pytest.raises(ModelError) as caught:
        modscore.Detoxify(*args, **more)
    message = str(caught.value)
    assert "\n" not in message
    assert "expected" in message
    assert "got" in message
    return message


def test_absent_weights_without_a_network(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TORCH_HOME", str(tmp_path))
    message = _refusal("unbiased")
    assert message.startswith("Detoxify: unbiased: expected weights (checkpoint=FILE or ")
    assert "cut the network off" in message
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_absent_config_without_a_network(
    checkpoint: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("time.sleep", lambda _: None)  # the hub's client asks five times
    message = _refusal(checkpoint=checkpoint)
    assert message.startswith("bert-base-uncased: config: expected config and tokenizer files")
    assert str(tmp_path) in _refusal(checkpoint=checkpoint, config=tmp_path)


def test_no_such_checkpoint(config: Path, tmp_path: Path) -> None:
    message = _refusal(checkpoint=tmp_path / "none.ckpt", config=config)
    assert "expected a readable file, got: No such file" in message


class Trap:
    """Makes a folder when it is unpickled."""

    def __init__(self, place: Path) -> None:
        self.place = place

    def __reduce__(self) -> Any:
        return os.mkdir, (str(self.place),)


def test_a_checkpoint_that_would_run_code_is_refused(
    save: Save, config: Path, tmp_path: Path
) -> None:
    path = save(lambda stored: stored.update(extra=Trap(tmp_path / "sprung")))
    message = _refusal(checkpoint=path, config=config)
    assert "expected tensors and plain values saved by torch, got: a pickle that holds" in message
    assert "mkdir" in message
    assert not (tmp_path / "sprung").exists()


def test_a_truncated_checkpoint_and_none_at_all(save: Save, config: Path) -> None:
    path = save()
    path.write_bytes(path.read_bytes()[:-2000])
    assert "expected tensors and plain values" in _refusal(checkpoint=path, config=config)
    path.write_bytes(b"")
    assert "expected tensors and plain values" in _refusal(checkpoint=path, config=config)


def _nan(stored: dict[str, Any]) -> None:
    stored["state_dict"]["classifier.bias"][0] = float("nan")


def _huge(stored: dict[str, Any]) -> None:
    for weights in stored["state_dict"].values():
        weights.fill_(3e38)


def _prefixed(stored: dict[str, Any]) -> None:
    stored["state_dict"] = {f"model.{key}": x for key, x in stored["state_dict"].items()}


def _args(**more: Any) -> Callable[[dict[str, Any]], None]:
    return lambda stored: stored["config"]["arch"]["args"].update(more)


@pytest.mark.parametrize(
    ("alter", "said"),
    [
        (lambda s: s.pop("config"), "config: expected a mapping"),
        (lambda s: s.pop("state_dict"), "state_dict: expected a mapping"),
        (lambda s: s["config"].pop("arch"), "config.arch: expected a mapping"),
        (lambda s: s["config"].update(dataset=[]), "config.dataset: expected a mapping"),
        (_args(more=1), "config.arch.args: expected model_type (str), "),
        (_args(num_classes="6"), "config.arch.args: expected model_type (str), "),
        (_args(model_name="Trainer"), "config.arch.args.model_name: expected the name of a class"),
        (_args(tokenizer_name="NoTokenizer"), "config.arch.args.tokenizer_name: expected"),
        (_args(num_classes=5), "config.dataset.args.classes: expected toxicity, "),
        (_args(num_classes=7), "config: expected config and tokenizer files that fit"),
        (lambda s: s["config"]["dataset"]["args"].update(classes=["toxic"]), "got ['toxic']"),
        (lambda s: s["state_dict"].update(more=3), "state_dict: more: expected a tensor, got 3"),
        (lambda s: s["state_dict"].pop("classifier.bias"), "expected classifier.bias, got no such"),
        (_prefixed, "state_dict: expected bert.embeddings"),
        (_nan, "classifier.bias: expected finite weights, got NaN"),
        (_huge, "expected numbers in [0, 1], got NaN"),
    ],
)
def test_a_checkpoint_of_another_form(
    save: Save, config: Path, alter: Callable[[dict[str, Any]], object], said: str
) -> None:
    assert said in _refusal(checkpoint=save(alter), config=config)


def test_a_vocabulary_of_another_model(checkpoint: Path, config: Path, tmp_path: Path) -> None:
    for name in ("config.json", "tokenizer_config.json", "vocab.txt"):
        (tmp_path / name).write_text((config / name).read_text(encoding="utf-8"), encoding="utf-8")
    with (tmp_path / "vocab.txt").open("a", encoding="utf-8") as file:
        file.write("foreign\n")
    assert "vocabulary: expected at most" in _refusal(checkpoint=checkpoint, config=tmp_path)


def test_a_tokenizer_that_names_no_limit(checkpoint: Path, config: Path, tmp_path: Path) -> None:
    for name in ("config.json", "vocab.txt"):
        (tmp_path / name).write_text((config / name).read_text(encoding="utf-8"), encoding="utf-8")
    model = modscore.Detoxify(checkpoint=checkpoint, config=tmp_path)
    assert np.isfinite(_estimates(model, ["the bridge is safe " * 40])).all()


def test_roberta_has_places_for_fewer_tokens_than_it_says(tmp_path: Path) -> None:
    marks = ["<s>", "<pad>", "</s>", "<unk>", "<mask>"]
    letters = ["\u0120", *"abcdefghijklmnopqrstuvwxyz"]  # the first stands for a blank
    vocabulary = {token: k for k, token in enumerate([*marks, *letters])}
    (tmp_path / "vocab.json").write_text(json.dumps(vocabulary), encoding="utf-8")
    (tmp_path / "merges.txt").write_text("#version: 0.2\n", encoding="utf-8")
    config = transformers.RobertaConfig(
        vocab_size=len(vocabulary),
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=16,
        max_position_embeddings=PLACES + 2,
        pad_token_id=1,
        num_labels=16,
    )
    config.save_pretrained(tmp_path)
    args = {
        "model_type": "roberta-base",
        "model_name": "RobertaForSequenceClassification",
        "tokenizer_name": "RobertaTokenizer",
        "num_classes": 16,
    }
    network = transformers.RobertaForSequenceClassification(config)
    stored = {
        "config": {"arch": {"args": args}, "dataset": {"args": {"classes": LATER}}},
        "state_dict": network.state_dict(),
    }
    path = tmp_path / "roberta.ckpt"
    torch.save(stored, path)
    model = modscore.Detoxify("unbiased", checkpoint=path, config=tmp_path)
    texts = ["fine", "a" * (PLACES - 2), "a" * (PLACES - 1), "you are fine " * 50]
    ours = _estimates(model, texts)
    assert np.isfinite(ours).all()
    said = _real(path, tmp_path).predict(texts[1])
    assert ours[1].tolist() == pytest.approx([said[label] for label in ESTIMATED], abs=1e-6)


def test_a_new_process_is_quiet_and_leaves_the_machine_alone(
    checkpoint: Path, config: Path, tmp_path: Path
) -> None:
    code = (
        "import socket, sys, modscore\n"
        "def refuse(*_, **__): raise OSError('cut off')\n"
        "socket.socket.connect = socket.getaddrinfo = refuse\n"
        "model = modscore.Detoxify('original', checkpoint=sys.argv[1], config=sys.argv[2])\n"
        "print(len(modscore.Scorer(model=model).score(['idiot', 'thanks']).comments))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(checkpoint), str(config)],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
        env={**os.environ, "HF_HUB_OFFLINE": "1", "HF_HOME": str(tmp_path / "hf")},
    )
    assert (done.stdout, done.returncode) == ("2\n", 0), done.stderr
    assert done.stderr == ""
