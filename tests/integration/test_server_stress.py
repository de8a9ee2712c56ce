"""One Scorer, many threads; many processes: the same scores."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context

from modscore import Scorer

TEXTS = [
    "You are an idiot and everybody knows it.",
    "Thanks, that helped.",
    "STOP LYING!!! 90% of all doctors are paid by the same company.",
    "Studies show that it is safe, s t u p i d.",
    "\U0001f600 \U0001f600",
    "Vous \u00eates un idiot et tout le monde le sait dans cette ville.",
]


def rows(scorer: Scorer, texts: list[str]) -> list[str]:
    return [scorer.score([text]).to_json() for text in texts]


def rows_of_a_process(texts: list[str]) -> list[str]:
    return rows(Scorer(preset="fast"), texts)


def test_many_threads_and_processes_give_equal_scores() -> None:
    scorer = Scorer(preset="fast")
    alone = rows(scorer, TEXTS)
    with ThreadPoolExecutor(12) as pool:
        for found in pool.map(lambda _: rows(scorer, TEXTS), range(36)):
            assert found == alone
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as processes:
        for found in processes.map(rows_of_a_process, [TEXTS, TEXTS]):
            assert found == alone
