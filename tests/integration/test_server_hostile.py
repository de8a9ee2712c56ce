"""A live server among hostile clients: too many, too slow, too large, malformed, and kill -9."""

from __future__ import annotations

import contextlib
import itertools
import json
import random
import re
import select
import signal
import socket
import sqlite3
import threading
import time
from collections.abc import Iterator
from http.client import HTTPException
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("starlette", reason="needs the extra server")
pytest.importorskip("uvicorn", reason="needs the extra server")
pytest.importorskip("resource", reason="needs a POSIX system")

import resource

from tests.integration.live import Live

from modscore.server.store import Store

ANALYZE = "/v1alpha1/comments:analyze"
SUGGEST = "/v1alpha1/comments:suggestscore"
HEAD = f"POST {ANALYZE} HTTP/1.1\r\nHost: a\r\n".encode()
BODY = json.dumps(
    {
        "comment": {"text": "You are an idiot and everybody knows it."},
        "requestedAttributes": {"TOXICITY": {}},
    }
).encode()
PLACES = 50  # connections that the server of these tests takes


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    server = Live(
        tmp_path_factory.mktemp("server"),
        BODY_SECONDS=2,
        MAX_CONNECTIONS=PLACES,
        MAX_BODY_BYTES=1 << 20,
        MAX_HELD_BYTES=4 << 20,
    )
    yield server
    if server.process.poll() is None:
        server.stop()


def connected(live: Live) -> socket.socket:
    return socket.create_connection(("127.0.0.1", live.port), timeout=60)


def heard(one: socket.socket) -> bytes:
    """All that comes until the server closes; nothing of a connection that is reset."""
    found = b""
    with contextlib.suppress(ConnectionError):
        while part := one.recv(65_536):
            found += part
    return found


def exchanged(live: Live, raw: bytes) -> bytes:
    with connected(live) as one:
        with contextlib.suppress(ConnectionError):
            one.sendall(raw)
            one.shutdown(socket.SHUT_WR)
        return heard(one)


def healthy(live: Live) -> bool:
    return live.get("/health") == (200, b'{"status":"ok"}')


def memory(live: Live) -> int:
    """Bytes that the server process holds."""
    status = Path(f"/proc/{live.process.pid}/status")
    if not status.is_file():
        pytest.skip("needs /proc")
    found = re.search(r"VmRSS:\s+(\d+) kB", status.read_text())
    assert found
    return int(found[1]) << 10


def test_slow_heads_and_bodies_are_not_waited_for(live: Live) -> None:
    with connected(live) as silent, connected(live) as begun, connected(live) as slow:
        begun.sendall(HEAD)
        slow.sendall(HEAD + b"Content-Length: 100\r\n\r\n{")
        told = heard(slow)
        assert told.startswith(b"HTTP/1.1 408 ")
        assert b"took too long" in told
        assert heard(silent) == heard(begun) == b""
    assert healthy(live)


def test_a_body_that_drips_is_not_waited_for(live: Live) -> None:
    with connected(live) as one:
        one.sendall(HEAD + b"Content-Length: 1000\r\n\r\n")
        begun = time.monotonic()
        with contextlib.suppress(ConnectionError):
            while not select.select([one], [], [], 0.1)[0]:
                one.sendall(b" ")
        assert heard(one).startswith(b"HTTP/1.1 408 ")
        assert time.monotonic() - begun > 1.5


def test_heads_without_end_are_cut_off(live: Live) -> None:
    before = memory(live)
    for start, more in (
        (b"GET /health HTTP/1.1\r\nHost: a\r\nX: ", b"y" * 65_536),
        (b"GET /health HTTP/1.1\r\nHost: a\r\n", b"X-Header: y\r\n" * 5000),
        (b"GET /", b"y" * 65_536),
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\n0\r\nX: ", b"y" * 65_536),
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\n1;", b"y" * 65_536),
    ):
        with connected(live) as one:
            one.sendall(start)
            sent = 0
            with contextlib.suppress(ConnectionError):
                while sent < 50 << 20 and not select.select([one], [], [], 0)[0]:
                    one.sendall(more)
                    sent += len(more)
            assert sent < 50 << 20, start
            assert b"Traceback" not in heard(one)
    assert memory(live) - before < 64 << 20
    assert healthy(live)


def test_large_bodies_together_are_bounded(live: Live) -> None:
    part = HEAD + b"Content-Length: 1000000\r\n\r\n" + b" " * 999_000
    many = [connected(live) for _ in range(12)]
    try:
        for one in many:
            with contextlib.suppress(ConnectionError):
                one.sendall(part)
        told = sorted(heard(one)[9:12] for one in many)
    finally:
        for one in many:
            one.close()
    assert set(told) <= {b"408", b"503", b""}
    assert told.count(b"408") <= 4  # those that were held: 4 MiB
    assert b"503" in told
    assert live.post(ANALYZE, BODY)[0] == 200


def test_whoever_holds_all_places_shuts_nobody_out(live: Live) -> None:
    held = [connected(live) for _ in range(PLACES)]
    try:
        for one in held[::2]:
            one.sendall(HEAD + b"Content-Length: 100\r\n\r\n{")
        for _ in range(5):
            assert healthy(live)
        assert live.post(ANALYZE, BODY)[0] == 200
    finally:
        for one in held:
            one.close()


def test_ten_thousand_connections(tmp_path: Path) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 10_000 if hard == resource.RLIM_INFINITY else min(10_000, hard - 500)
    if wanted < 2000:
        pytest.skip(f"needs 2,500 open files, may have {hard}")
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, wanted + 500), hard))
    server = Live(tmp_path, MAX_CONNECTIONS=500)
    before = memory(server)
    many: list[socket.socket] = []
    try:
        for k in range(wanted):
            one = connected(server)
            many.append(one)
            if k % 3 == 1:
                one.sendall(HEAD)
            elif k % 3 == 2:
                one.sendall(HEAD + b"Content-Length: 100\r\n\r\n{")
            if k % 1000 == 999:
                assert healthy(server)
        files = len(list(Path(f"/proc/{server.process.pid}/fd").iterdir()))
        assert files < 700
        assert memory(server) - before < 128 << 20
        assert server.post(ANALYZE, BODY)[0] == 200
    finally:
        for one in many:
            one.close()
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
        server.stop()
    assert b"Traceback" not in server.log.read_bytes()


TRICKS = {  # what is sent, and the statuses that may come of it; "none" when it hung up
    "no request": (b"\x00\xff\xfe\r\n\r\n", "400"),
    "another version": (b"GET /health HTTP/9.9\r\n\r\n", "400"),
    "negative length": (HEAD + b"Content-Length: -5\r\n\r\n", "400"),
    "two lengths": (HEAD + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef", "400"),
    "length and chunks": (
        HEAD + b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
        b"GET /metrics HTTP/1.1\r\nHost: a\r\n\r\n",
        "400",
    ),
    "two encodings": (HEAD + b"Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n", "400"),
    "chunk of no size": (HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n\r\n", "400"),
    "vast chunk": (
        HEAD + b"Transfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n",
        "400 413 none",
    ),
    "vast length": (HEAD + b"Content-Length: 99999999999999999999999\r\n\r\n", "400 413 none"),
    "folded header": (b"GET /health HTTP/1.1\r\nHost: a\r\nX: b\r\n c\r\n\r\n", "200 400"),
    "blank in a name": (b"GET /health HTTP/1.1\r\nHost : a\r\n\r\n", "400"),
    "null in a value": (b"GET /health HTTP/1.1\r\nHost: a\r\nX: a\x00b\r\n\r\n", "400"),
    "an address of its own": (b"GET http://b.example/health HTTP/1.1\r\nHost: a\r\n\r\n", "200"),
    "a tunnel": (b"CONNECT b.example:443 HTTP/1.1\r\nHost: a\r\n\r\n", "400 404 405"),
    "a web socket": (
        b"GET /health HTTP/1.1\r\nHost: a\r\nConnection: upgrade\r\nUpgrade: websocket\r\n"
        b"Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n\r\n",
        "200 400",
    ),
    "another method by header": (
        b"GET /health HTTP/1.1\r\nHost: a\r\nX-HTTP-Method-Override: DELETE\r\n\r\n",
        "200",
    ),
    "climbing": (b"GET /../../etc/passwd HTTP/1.1\r\nHost: a\r\n\r\n", "404"),
    "climbing in code": (b"GET /%2e%2e%2fetc%2fpasswd%00 HTTP/1.1\r\nHost: a\r\n\r\n", "404"),
    "compressed": (
        HEAD + b"Content-Encoding: gzip\r\nContent-Length: 4\r\n\r\n\x1f\x8b\x08\x00",
        "400",
    ),
    "old and bare": (b"GET /health HTTP/1.0\r\n\r\n", "200"),
}


@pytest.mark.parametrize("name", TRICKS)
def test_tricks_with_heads(live: Live, name: str) -> None:
    raw, allowed = TRICKS[name]
    answer = exchanged(live, raw)
    statuses = re.findall(rb"^HTTP/1\.[01] (\d{3})", answer, re.MULTILINE)
    assert len(statuses) <= 1, answer  # what follows a trick is no request
    assert (statuses[0].decode() if statuses else "none") in allowed.split(), answer
    assert b"Traceback" not in answer
    assert b'File "' not in answer


def test_the_host_of_a_caller_cannot_write_into_the_discovery_document(live: Live) -> None:
    for host in (b"evil.example/x?", b'a"},"b":{"c', b"a b", b"<script>", b"a\tb"):
        raw = b"GET /$discovery/rest HTTP/1.1\r\nHost: " + host + b"\r\nConnection: close\r\n\r\n"
        answer = exchanged(live, raw)
        if answer.startswith(b"HTTP/1.1 200"):
            document = json.loads(answer.partition(b"\r\n\r\n")[2])
            assert document["rootUrl"].startswith("http://127.0.0.1:")
            assert host not in answer
    forwarded = b"X-Forwarded-Host: evil.example\r\nForwarded: host=evil.example\r\n"
    raw = b"GET /$discovery/rest HTTP/1.1\r\nHost: a.example\r\nConnection: close\r\n"
    answer = exchanged(live, raw + forwarded + b"\r\n")
    assert b"evil" not in answer
    assert b"http://a.example/" in answer


def test_an_answer_that_nobody_reads_holds_nobody_up(live: Live) -> None:
    request = HEAD + b"Content-Length: %d\r\n\r\n" % len(BODY) + BODY
    with connected(live) as deaf:
        deaf.settimeout(1)
        with contextlib.suppress(OSError):
            for _ in range(300):
                deaf.sendall(request)
        assert healthy(live)
        assert live.post(ANALYZE, BODY)[0] == 200


def suggestion(token: str) -> dict[str, Any]:
    return {
        "comment": {"text": f"Comment {token}."},
        "attributeScores": {"TOXICITY": {"summaryScore": {"value": 0}}},
        "clientToken": token,
    }


def insist(server: Live, turn: int, numbers: Iterator[int], acknowledged: list[str]) -> None:
    """Suggest, one after the other, until the server is gone."""
    while True:
        token = f"{turn}-{next(numbers)}"
        try:
            status, answer = server.post(SUGGEST, suggestion(token))
        except (OSError, HTTPException, ValueError):
            return
        if status == 200:
            acknowledged.append(answer["clientToken"])


def test_kill_under_load_loses_no_acknowledged_suggestion(tmp_path: Path) -> None:
    acknowledged: list[str] = []
    random_ = random.Random(7)
    for turn in range(4):
        server = Live(tmp_path)
        had = len(acknowledged)
        given = (server, turn, itertools.count(), acknowledged)
        callers = [threading.Thread(target=insist, args=given) for _ in range(12)]
        for one in callers:
            one.start()
        until = time.monotonic() + 60
        while len(acknowledged) < had + 20 and time.monotonic() < until:
            time.sleep(0.005)
        time.sleep(random_.random() * 0.5)
        server.stop(signal.SIGKILL)
        for one in callers:
            one.join(90)
        assert len(acknowledged) >= had + 20
    kept = [one.token for one in Store(f"sqlite:///{server.database}").read()]
    assert set(acknowledged) <= set(kept)
    with contextlib.closing(sqlite3.connect(server.database)) as raw:
        assert raw.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_what_runs_is_answered_when_the_server_is_told_to_stop(tmp_path: Path) -> None:
    server = Live(tmp_path, WAIT_SECONDS=1)  # a batch gathers for a second
    found: list[int] = []
    asked = threading.Thread(target=lambda: found.append(server.post(ANALYZE, BODY)[0]))
    asked.start()
    time.sleep(0.5)
    assert server.stop() in (0, -signal.SIGTERM)
    asked.join(30)
    assert found == [200]
