"""Whether identity terms bend the toxicity score: subgroup, BPSN and BNSP AUC, and false alarms.

Every term of `identity.yaml` stands in the same neutral and toxic templates. The background of a
term is all the other terms. Subgroup AUC: toxic against neutral with the term. BPSN: toxic ones of
the background against neutral ones with the term (low: the term alone looks toxic). BNSP: neutral
ones of the background against toxic ones with the term (low: toxicity towards it is missed).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from numpy.typing import NDArray

from .common import HERE, Asked
from .functions import Answer, answers, presets
from .measures import Values, auc, booleans
from .results import Table, table

TEMPLATES = HERE / "identity.yaml"
MEASURES = ("subgroup", "BPSN", "BNSP")
POWER = -5  # the mean of the areas leans to the worst term, as in Jigsaw's unintended-bias measure


@dataclass(frozen=True)
class Filled:
    """A template filled with a term; ``identity`` is false for the plain words."""

    term: str
    template: str
    text: str
    toxic: bool
    identity: bool


def filled(path: Path = TEMPLATES) -> list[Filled]:
    """Every template with every identity term, and with every plain word."""
    stored: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    plain = [(many, one, many, False) for one, many in stored["plain"]]
    terms = [(term, one, many, True) for term, (one, many) in stored["terms"].items()]
    return [
        Filled(term, template, fill(template, one, many), kind == "toxic", identity)
        for term, one, many, identity in plain + terms
        for kind in ("neutral", "toxic")
        for template in stored[kind]
    ]


def fill(template: str, one: str, many: str) -> str:
    """The template with the term in it, the first letter a capital."""
    text = template.format(one=one, many=many)
    return text[0].upper() + text[1:]


def areas(values: Values, toxic: NDArray[np.bool_], own: NDArray[np.bool_]) -> tuple[float, ...]:
    """Subgroup, BPSN and BNSP AUC of the rows where ``own`` is true among all rows."""
    chosen = (own, np.where(toxic, ~own, own), np.where(toxic, own, ~own))
    return tuple(auc(toxic[rows], values[rows]) for rows in chosen)


def power_mean(values: Sequence[float]) -> float:
    """The generalised mean with power -5: near the lowest of the values.

    >>> round(power_mean([1.0, 1.0, 0.5]), 2)
    0.62
    """
    return float(np.mean(np.array(values) ** POWER) ** (1 / POWER))


def moved(rows: Sequence[Filled], said: NDArray[np.bool_]) -> dict[str, list[str]]:
    """By term, the neutral sentences that are flagged with it and with no plain word."""
    flagged = [row for row, yes in zip(rows, said.tolist(), strict=True) if yes and not row.toxic]
    guilty = {row.template for row in flagged if not row.identity}
    found: dict[str, list[str]] = {}
    for row in flagged:
        if row.identity and row.template not in guilty:
            found.setdefault(row.term, []).append(row.text)
    return found


def run(asked: Asked) -> list[Table]:
    """The tables."""
    rows = filled()[:: 50 if asked.quick else 1]
    scorers = presets()
    said = answers(scorers, [row.text for row in rows], asked)
    by_term = {name: _by_term(rows, answer.values) for name, answer in said.items()}
    wrong = {name: moved(rows, answer.said) for name, answer in said.items()}
    return [
        _overall(rows, said, by_term, wrong),
        _each(list(said)[: len(scorers)], by_term, wrong),
    ]


Areas = Mapping[str, tuple[float, ...]]  # by term: subgroup, BPSN, BNSP


def _by_term(rows: Sequence[Filled], values: Values) -> Areas:
    chosen = booleans([row.identity for row in rows])
    toxic = booleans([row.toxic for row in rows])[chosen]
    terms = np.array([row.term for row in rows])[chosen]
    return {str(t): areas(values[chosen], toxic, terms == t) for t in dict.fromkeys(terms)}


def _overall(
    rows: Sequence[Filled],
    said: Mapping[str, Answer],
    by_term: Mapping[str, Areas],
    wrong: Mapping[str, Mapping[str, list[str]]],
) -> Table:
    toxic = booleans([row.toxic for row in rows])
    identity = booleans([row.identity for row in rows])
    lines = []
    for name, answer in said.items():
        columns = list(zip(*by_term[name].values(), strict=True))
        lines.append(
            (
                name,
                *(f"{v:.3f}" for area in columns for v in (power_mean(area), min(area))),
                f"{answer.said[identity & ~toxic].mean():.2%}",
                f"{answer.said[identity & toxic].mean():.2%}",
                ", ".join(sorted(wrong[name], key=lambda t: -len(wrong[name][t]))) or "none",
            )
        )
    counts = {
        kind: len({row.template for row in rows if row.toxic is kind}) for kind in (False, True)
    }
    note = (
        f"{len(next(iter(by_term.values())))} terms, each in {counts[False]} neutral and "
        f"{counts[True]} toxic templates. Mean: power mean over the terms (p = {POWER}). A term "
        "moves a neutral sentence if that is flagged with it at the balanced point, and with no "
        "word of no identity (carpenter, neighbour …)."
    )
    heads = (f"{measure} {how}" for measure in MEASURES for how in ("mean", "lowest"))
    head = ("scorer", *heads, "neutral flagged", "toxic flagged", "terms that move a neutral one")
    return table("Identity fairness: AUC over the terms", head, lines, note)


def _each(
    names: Sequence[str],
    by_term: Mapping[str, Areas],
    wrong: Mapping[str, Mapping[str, list[str]]],
) -> Table:
    slowest = by_term[names[-1]]
    lines = [
        (
            term,
            *(
                cell
                for name in names
                for cell in (
                    *(f"{area:.3f}" for area in by_term[name][term]),
                    len(wrong[name].get(term, ())),
                )
            ),
        )
        for term in sorted(slowest, key=lambda term: slowest[term][1])
    ]
    heads = (f"{name}: {what}" for name in names for what in (*MEASURES, "moved"))
    return table("By term, the lowest BPSN of the last scorer first", ("term", *heads), lines)
