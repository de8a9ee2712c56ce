"""A server process of its own, for tests that need a real one."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

START = (
    "import typer; from modscore.console.serve import serve; "
    "app = typer.Typer(); app.command()(serve); app()"
)


class Live:
    """A running `modscore serve`. ``settings``: by their names in capitals."""

    def __init__(self, folder: Path, **settings: object) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = int(free.getsockname()[1])
        self.root = f"http://127.0.0.1:{self.port}"
        self.database = folder / "suggestions.db"
        own = {
            "PRESET": "fast",
            "DATABASE": f"sqlite:///{self.database}",
            "LIMIT_SECONDS": 60,
            **settings,
        }
        variables = {f"MODSCORE_SERVE_{name}": str(value) for name, value in own.items()}
        workers = variables.pop("MODSCORE_SERVE_WORKERS", "1")
        self.log = folder / "log"
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-c", START, "--port", str(self.port), "--workers", workers],
                env={**os.environ, **variables, "OMP_NUM_THREADS": "1"},
                stdout=log,
                stderr=log,
            )
        until = time.monotonic() + 120
        while True:
            try:
                urllib.request.urlopen(f"{self.root}/ready", timeout=5).close()
                return
            except OSError:
                if self.process.poll() is not None or time.monotonic() > until:
                    raise RuntimeError(self.log.read_text()) from None
                time.sleep(0.1)

    def post(self, path: str, body: Any) -> tuple[int, Any]:
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        request = urllib.request.Request(self.root + path, content, method="POST")
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as error:
            return error.code, json.load(error)

    def get(self, path: str) -> tuple[int, bytes]:
        try:
            with urllib.request.urlopen(self.root + path, timeout=60) as answer:
                return answer.status, answer.read()
        except urllib.error.HTTPError as error:
            return error.code, error.read()

    def stop(self, how: int = signal.SIGTERM) -> int:
        self.process.send_signal(how)
        return self.process.wait(30)
