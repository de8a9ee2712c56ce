"""One Scorer, many threads; many processes: the same scores."""

from __future__ import annotations

import asyncio
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context

import pytest

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


def rows_of_a_process(preset: str) -> list[str]:
    return rows(Scorer(preset=preset), TEXTS)


@pytest.mark.parametrize(("preset", "turns"), [("fast", 36), ("default", 12)])
def test_many_threads_and_processes_give_equal_scores(preset: str, turns: int) -> None:
    scorer = Scorer(preset=preset)
    alone = rows(scorer, TEXTS)
    with ThreadPoolExecutor(12) as pool:
        for found in pool.map(lambda _: rows(scorer, TEXTS), range(turns)):
            assert found == alone
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as processes:
        for found in processes.map(rows_of_a_process, [preset, preset]):
            assert found == alone


def test_the_event_loop_goes_on_meanwhile() -> None:
    scorer = Scorer(preset="fast")
    alone = rows(scorer, TEXTS)

    async def all_at_once() -> list[str]:
        found = await asyncio.gather(*(scorer.ascore([text]) for text in TEXTS))
        return [one.to_json() for one in found]

    assert asyncio.run(all_at_once()) == alone

    async def beside_a_long_one() -> int:
        """How often the loop came round while a long thread was scored."""
        task = asyncio.ensure_future(scorer.ascore(TEXTS * 500))
        turns = 0
        while not task.done():
            await asyncio.sleep(0)
            turns += 1
        return turns

    assert asyncio.run(beside_a_long_one()) > 10
