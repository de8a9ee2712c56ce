"""The records that pass between the stages, all frozen.

Stage: all of them; plain values come in; records go out. Offsets are half-open code points of
``Comment.text``. Scores are probabilities or shares in [0, 1]. Records hold plain values and each
other, never themselves, so the cycle collector need not look at them (``gc=False``).
"""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import msgspec

from . import wording

SIGNALS = ("toxicity", "unsupported_claims", "shouting", "quality")
ATTRIBUTES = ("severe_toxicity", "obscene", "threat", "insult", "identity_attack")
ESTIMATED = ("toxicity", *ATTRIBUTES)  # the columns of every toxicity model's answer
SENTENCE_ESTIMATED = (  # the columns of the sentence model's answer
    "claim",  # states something others could check
    "worthy",  # such a claim, and worth a source
    "experience",
    "opinion",
    "prediction",
    "question",
    "nothing",
)


class Comment(msgspec.Struct, frozen=True, gc=False):
    """One comment. ``parent`` is the id of the comment it answers, or None."""

    id: str
    text: str
    author: str | None = None
    parent: str | None = None
    created: datetime | None = None


class Thread(msgspec.Struct, frozen=True, gc=False):
    """A thread: ids are unique, parents known, no cycle (``threads.build`` checks once)."""

    id: str
    comments: tuple[Comment, ...]
    title: str | None = None
    article: str | None = None
    repairs: tuple[str, ...] = ()  # what a lenient build mended, one message each


class Finding(msgspec.Struct, frozen=True, gc=False):
    """A stretch of text that speaks for a signal, and how much it adds.

    ``source`` is ``rule:<rule id>`` or ``model:<model id>``. A rule's ``amount``, in
    (0, 1], is the chance that it makes the comment so beyond what the models said of the same
    words; a model's ``amount`` is the share of its estimate that this stretch carries (it is
    inside ``CommentScore.estimates`` already).
    """

    signal: str
    source: str
    start: int
    end: int
    amount: float
    why: str


class Cue(msgspec.Struct, frozen=True, gc=False):
    """A mark that a claim was judged by: ``kind`` is hedge, booster, universal, evidence, …"""

    kind: str
    start: int
    end: int


class Claim(msgspec.Struct, frozen=True, gc=False):
    """One sentence that asserts something others could check.

    ``worthiness``: how much it is a claim worth a source; ``support``: how far it is backed;
    ``certainty``: how surely it is said; ``score`` follows from the three
    (``claims.assess.claim_score``). Of a slight claim (worthiness below ``claims.assess.SLIGHT``)
    nobody asks what backs it: support 0, certainty plain, no cues.
    """

    start: int
    end: int
    worthiness: float
    support: float
    certainty: float
    score: float
    cues: tuple[Cue, ...] = ()
    why: str = ""


class Attributes(msgspec.Struct, frozen=True, gc=False):
    """The kinds of toxicity, named as the field names them."""

    severe_toxicity: float
    obscene: float
    threat: float
    insult: float
    identity_attack: float


class Estimates(msgspec.Struct, frozen=True, gc=False):
    """What the models alone said, calibrated, before any rule was joined."""

    toxicity: float
    severe_toxicity: float
    obscene: float
    threat: float
    insult: float
    identity_attack: float


class CommentScore(msgspec.Struct, frozen=True, gc=False):
    """The verdict on one comment, with all the parts that make it.

    ``flags`` names the signals and attributes over their recommended operating point.
    ``uncertain`` is None, or the reason why the text gives little ground for a judgement.
    ``quality_parts`` are log-odds: quality is the logistic function of their sum.
    ``text`` is the comment itself, so that ``text[finding.start:finding.end]`` can be read.
    """

    id: str
    text: str
    toxicity: float
    unsupported_claims: float
    shouting: float
    quality: float
    attributes: Attributes
    estimates: Estimates
    claims: tuple[Claim, ...] = ()
    findings: tuple[Finding, ...] = ()
    flags: tuple[str, ...] = ()
    uncertain: str | None = None
    quality_parts: dict[str, float] = {}

    def to_dict(self, *, text: bool = False) -> dict[str, Any]:
        """Plain dicts, lists and numbers, ready for any JSON writer; the comment's own words
        only when ``text`` is true."""
        plain: dict[str, Any] = msgspec.to_builtins(self)
        if not text:
            del plain["text"]
        return plain

    def explain(self) -> str:
        """Why the scores are what they are, in sentences that may be sent to the author."""
        return wording.explain(self)

    def __repr__(self) -> str:
        return wording.one_line(self)


class Model(msgspec.Struct, frozen=True, gc=False):
    """A model that took part: its id and the SHA-256 of its weights."""

    id: str
    hash: str


class Provenance(msgspec.Struct, frozen=True, gc=False):
    """What is needed to get the same scores again."""

    version: str
    rules_hash: str
    models: tuple[Model, ...]
    preset: str
    settings: dict[str, Any]


class Worst(msgspec.Struct, frozen=True, gc=False):
    """A comment that stands high (for quality: low) in a signal."""

    id: str
    score: float


class Summary(msgspec.Struct, frozen=True, gc=False):
    """A thread at a glance.

    ``flagged``: comments over the operating point, by signal. ``worst``: up to five comments a
    signal, the worst first. ``course``: the mean score in up to ten equal stretches of the
    thread, by signal, in order. ``uncertain``: comments that gave little ground.
    """

    comments: int
    flagged: dict[str, int]
    worst: dict[str, tuple[Worst, ...]]
    course: dict[str, tuple[float, ...]]
    uncertain: int
    repairs: tuple[str, ...] = ()


class ThreadScore(msgspec.Struct, frozen=True, gc=False):
    """The verdict on a thread: its comments in order, a summary, and how it was made."""

    id: str
    comments: tuple[CommentScore, ...]
    summary: Summary
    provenance: Provenance

    def __getitem__(self, id: str) -> CommentScore:
        """The score of the comment with this id; KeyError if there is none."""
        for comment in self.comments:
            if comment.id == id:
                return comment
        raise KeyError(id)

    def to_dict(self, *, text: bool = False) -> dict[str, Any]:
        """Plain dicts, lists and numbers; the comments' own words only when ``text`` is true."""
        plain: dict[str, Any] = msgspec.to_builtins(self)
        plain["comments"] = [comment.to_dict(text=text) for comment in self.comments]
        return plain

    def to_json(self, *, text: bool = False, indent: int = 0) -> str:
        """The same as JSON text, keys in a fixed order."""
        plain = self.to_dict(text=text)
        try:
            raw = msgspec.json.encode(plain)
        except UnicodeEncodeError:  # a lone surrogate: only escapes can hold it
            return json.dumps(plain, indent=indent or None)
        return (msgspec.json.format(raw, indent=indent) if indent else raw).decode()

    def explain(self, id: str | None = None) -> str:
        """Why the comments scored what they did: one of them, or all that are flagged."""
        if id is not None:
            return self[id].explain()
        return wording.explain_thread(self)

    def __repr__(self) -> str:
        return wording.table(self)
