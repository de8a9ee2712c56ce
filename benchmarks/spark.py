"""A Spark cluster on this machine against one process: the same rows, the cost, workers killed."""

from __future__ import annotations

import importlib
import os
import shutil
import signal
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any, NamedTuple

import modscore

from .common import Asked, MissingError, corpus
from .results import Table, table, version

ROWS = 240_000  # a multiple of PARTS, as is QUICK
QUICK = 4800
KILL_AFTER = 12.0  # processor seconds that a worker has spent
PARTS = 24
CLUSTER = "local-cluster[2,1,2048]"  # two executors of one core, 2 GB each
ASKED: dict[str, Any] = {"id": "id", "preset": "fast"}


class _Run(NamedTuple):
    wall: float
    cpu: float


class _Watch(threading.Thread):
    """Looks at the cluster's processes: what each has spent, also those that end unwaited for;
    and kills a Python worker, once, a while after it began to work."""

    def __init__(self, after: float) -> None:
        super().__init__(daemon=True)
        self.after = after
        self.killed: list[int] = []
        self.ended = threading.Event()
        self._spent: dict[int, float] = {}

    @property
    def cpu(self) -> float:
        """Processor seconds of all processes below this one, as last seen."""
        return sum(self._spent.values())

    def run(self) -> None:
        while not self.ended.wait(0.2):
            below, workers = _processes()
            for pid in below:
                spent = _processor_seconds(pid)
                self._spent[pid] = max(spent, self._spent.get(pid, 0.0))
                if pid in workers and spent > self.after and not self.killed:
                    os.kill(pid, signal.SIGKILL)
                    self.killed.append(pid)


def run(asked: Asked) -> list[Table]:
    """The table."""
    if missing := _missing():
        raise MissingError(missing)
    rows = QUICK if asked.quick else ROWS
    with tempfile.TemporaryDirectory() as folder:
        given, one, many = (Path(folder) / name for name in ("in", "one", "many"))
        _write(given, corpus(asked.data), rows)
        single = _single(given, one)
        watch = _Watch(after=KILL_AFTER * (rows / ROWS))
        begin = time.perf_counter()
        wall = _cluster(given, many, watch)
        whole = _Run(time.perf_counter() - begin, watch.cpu)
        unlike = _unlike(one, many, rows)
        size = sum(path.stat().st_size for path in one.iterdir())
    found = [
        ("one process", *_figures(single, rows)),
        (f"{CLUSTER}, the job", f"{wall:,.0f}", "", f"{rows / wall:,.0f}", ""),
        (f"{CLUSTER}, with start and end", *_figures(whole, rows)),
    ]
    note = (
        f"{rows:,} comments, Parquet to Parquet with findings and claims, preset fast, "
        f"{PARTS} files. Rows unlike those of one process, in any column: {unlike:,}. Python "
        f"workers killed (SIGKILL) while they worked: {len(watch.killed)}. The output takes "
        f"{size / rows:,.0f} bytes a comment. Processor seconds count every process, the JVMs too; "
        f"the lost work of the killed worker is among them. pyspark {version('pyspark')}."
    )
    head = ("what", "seconds", "processor seconds", "comments/s", "comments/processor second")
    return [table("Spark on one machine", head, found, note)]


def _figures(run: _Run, rows: int) -> tuple[str, ...]:
    numbers = (run.wall, run.cpu, rows / run.wall, rows / run.cpu)
    return tuple(f"{number:,.0f}" for number in numbers)


def _missing() -> str:
    try:
        _module("pyarrow")
        _module("pyspark")
    except ImportError as error:
        return f"needs pyspark and pyarrow, got: {error}"
    if not (shutil.which("java") or os.environ.get("JAVA_HOME")):
        return "needs Java, got none"
    return "" if os.path.isdir("/proc/self") else "needs /proc, to find workers"


def _write(given: Path, texts: list[str], rows: int) -> None:
    pa, pq = _module("pyarrow"), _module("pyarrow.parquet")
    given.mkdir()
    each = rows // PARTS
    for part in range(PARTS):
        ids = range(part * each, (part + 1) * each)
        found = [f"{texts[k % len(texts)]} {k}" for k in ids]  # no two alike
        pq.write_table(pa.table({"id": list(ids), "text": found}), given / f"{part:03}.parquet")


def _single(given: Path, out: Path) -> _Run:
    from modscore.arrow import score_batches, scoring

    ds, pq = _module("pyarrow.dataset"), _module("pyarrow.parquet")
    scoring(**ASKED)  # built before time counts
    wall, cpu = time.perf_counter(), time.process_time()
    out.mkdir()
    rows = ds.dataset(given, format="parquet").scanner(use_threads=False).to_reader()
    scores = score_batches(rows, **ASKED)
    with pq.ParquetWriter(out / "scores.parquet", scores.schema, compression="snappy") as writer:
        for batch in scores:
            writer.write_batch(batch)
    return _Run(time.perf_counter() - wall, time.process_time() - cpu)


def _cluster(given: Path, out: Path, watch: _Watch) -> float:
    from modscore.adapters.spark import score

    place = str(Path(modscore.__file__).parents[1])
    os.environ |= {"PYSPARK_PYTHON": sys.executable, "SPARK_LOCAL_IP": "127.0.0.1"}
    settings = {
        "spark.ui.enabled": "false",
        "spark.log.level": "OFF",
        "spark.driver.memory": "1g",
        "spark.executor.memory": "1g",
        "spark.executorEnv.PYTHONPATH": place,
        "spark.executorEnv.OMP_NUM_THREADS": "1",
        "spark.sql.files.maxPartitionBytes": "1m",
        "spark.sql.files.openCostInBytes": "8m",  # a file a partition
    }
    builder = _module("pyspark.sql").SparkSession.builder.master(CLUSTER)
    for key, value in settings.items():
        builder = builder.config(key, value)
    watch.start()
    spark = builder.getOrCreate()
    try:
        begin = time.perf_counter()
        score(spark.read.parquet(str(given)), **ASKED).write.parquet(str(out))
        return time.perf_counter() - begin
    finally:
        spark.stop()
        gateway = _module("pyspark").SparkContext._gateway
        if gateway is not None:
            gateway.shutdown()
            gateway.proc.stdin.close()  # the JVM ends
            gateway.proc.wait()
        watch.ended.set()


def _unlike(one: Path, many: Path, count: int) -> int:
    """How many rows differ in any column, or are missing, or stand there twice."""
    pc, ds = _module("pyarrow.compute"), _module("pyarrow.dataset")

    def rows(path: Path, schema: Any) -> Any:
        found = ds.dataset(path, format="parquet").to_table()
        found = found.take(pc.sort_indices(found["id"])).combine_chunks()
        return found.cast(schema or found.schema.remove_metadata())

    first = rows(one, None)
    second = rows(many, first.schema)
    if first.equals(second):
        return abs(count - int(first.num_rows))
    pairs = ((first.slice(k, 1), second.slice(k, 1)) for k in range(count))
    return sum(not a.equals(b) for a, b in pairs)


def _module(name: str) -> Any:
    return importlib.import_module(name)


def _processes() -> tuple[list[int], set[int]]:
    """The processes below this one; and which are Spark's Python workers: daemons' children."""
    parents: dict[int, int] = {}
    daemons = set()
    for entry in os.listdir("/proc"):
        if not entry.isdigit():
            continue
        try:
            stat = Path(f"/proc/{entry}/stat").read_text()
            command = Path(f"/proc/{entry}/cmdline").read_bytes()
        except OSError:
            continue
        parents[int(entry)] = int(stat.rpartition(")")[2].split()[1])
        if b"pyspark.daemon" in command:
            daemons.add(int(entry))
    below = [pid for pid in parents if pid != os.getpid() and _below(pid, parents)]
    return below, {pid for pid in below if pid in daemons and parents[pid] in daemons}


def _below(pid: int, parents: dict[int, int]) -> bool:
    while pid in parents and pid != os.getpid():
        pid = parents[pid]
    return pid == os.getpid()


def _processor_seconds(pid: int) -> float:
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return 0.0
    user, system = stat.rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")
