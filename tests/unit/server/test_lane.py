"""Batches, the queue's bound, and answers in time."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from starlette.testclient import TestClient

from modscore import Comment, Scorer, Thread, ThreadScore
from modscore.server.lane import Lane
from modscore.server.perspective.mapping import perspective_like
from modscore.server.refusal import Refusal

Make = Callable[..., TestClient]


ANALYZE = "/v1alpha1/comments:analyze"
BODY = {"comment": {"text": "You idiot."}, "requestedAttributes": {"TOXICITY": {}}}


def lone(text: str) -> Thread:
    return Thread("1", (Comment("1", text),))


class Held:
    """A scorer that waits until it is let go."""

    def __init__(self, scorer: Scorer) -> None:
        self.scorer = scorer
        self.provenance = scorer.provenance
        self.taken, self.free = threading.Event(), threading.Event()
        self.batches: list[int] = []

    def score(self, thread: Any) -> ThreadScore:
        return self.scorer.score(thread)

    def score_many(self, threads: Any) -> Iterator[ThreadScore]:
        self.taken.set()
        self.free.wait(30)
        threads = list(threads)
        self.batches.append(len(threads))
        for thread in threads:
            if "poison" in thread.comments[0].text:
                raise ValueError("poison")
        return self.scorer.score_many(threads)


@pytest.fixture
def held(scorer: Scorer) -> Iterator[Held]:
    one = Held(scorer)
    yield one
    one.free.set()


def test_what_waits_is_scored_together_and_each_gets_its_own(held: Held, scorer: Scorer) -> None:
    async def run() -> list[list[ThreadScore]]:
        lane = Lane(held, queue_comments=100, wait_seconds=0.2)  # type: ignore[arg-type]
        futures = [lane.submit([lone(f"You idiot {k}."), lone("Hi.")]) for k in range(5)]
        held.free.set()
        found = [await future for future in futures]
        lane.close()
        assert not lane.alive
        assert lane.waiting == 0
        return found

    found = asyncio.run(run())
    assert held.batches == [10]
    assert [[t.comments[0].text for t in one] for one in found] == [
        [f"You idiot {k}.", "Hi."] for k in range(5)
    ]
    assert found[3][0] == scorer.score(lone("You idiot 3."))


def test_one_jobs_trouble_is_not_anothers(held: Held) -> None:
    async def run() -> list[Any]:
        lane = Lane(held, queue_comments=100, wait_seconds=0.2)  # type: ignore[arg-type]
        futures = [lane.submit([lone(text)]) for text in ("fine", "poison", "good")]
        held.free.set()
        found = await asyncio.gather(*futures, return_exceptions=True)
        lane.close()
        return found

    first, second, third = asyncio.run(run())
    assert isinstance(second, ValueError)
    assert [first[0].comments[0].text, third[0].comments[0].text] == ["fine", "good"]


def test_the_queue_is_bounded_and_given_up_work_is_not_done(held: Held) -> None:
    async def run() -> None:
        lane = Lane(held, queue_comments=2)  # type: ignore[arg-type]
        first = lane.submit([lone("a")])
        while lane.waiting:  # until the thread has taken it
            await asyncio.sleep(0.001)
        second, third = lane.submit([lone("b")]), lane.submit([lone("c")])
        with pytest.raises(Refusal) as caught:
            lane.submit([lone("d")])
        assert caught.value.code == 429
        assert int(caught.value.headers["Retry-After"]) >= 1
        third.cancel()
        held.free.set()
        await first
        await second
        lane.close()

    asyncio.run(run())
    assert sum(held.batches) == 2


def test_a_full_server_answers_429(make: Make, held: Held) -> None:
    client = make(own=held, queue_comments=1, limit_seconds=30)
    with ThreadPoolExecutor(8) as pool:
        asked = [pool.submit(client.post, ANALYZE, json=BODY)]
        assert held.taken.wait(30)
        asked += [pool.submit(client.post, ANALYZE, json=BODY) for _ in range(7)]
        while sum(one.done() for one in asked) < 6:  # one is scored, one waits
            pass
        held.free.set()
        answers = [one.result() for one in asked]
    codes = sorted(answer.status_code for answer in answers)
    assert codes == [200] * 2 + [429] * 6
    refused = next(a for a in answers if a.status_code == 429)
    assert refused.json()["error"]["status"] == "RESOURCE_EXHAUSTED"
    assert int(refused.headers["retry-after"]) >= 1


def test_a_late_answer_is_the_quick_one_and_says_so(make: Make, held: Held, scorer: Scorer) -> None:
    client = make(own=held, limit_seconds=0.05, thread_limit_seconds=0.05)
    answer = client.post(ANALYZE, json=BODY).json()
    assert answer["modscore"]["partial"] is True
    value = answer["attributeScores"]["TOXICITY"]["summaryScore"]["value"]
    own = scorer.score("You idiot.").comments[0].toxicity
    assert value == perspective_like("toxicity", own, "fast")
    assert client.post("/v1/score", json=["You idiot."]).json()["partial"] is True
    assert 'modscore_comments_total{outcome="partial"} 2.0' in client.get("/metrics").text
