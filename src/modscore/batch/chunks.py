"""Threads of many files, cut into chunks that depend on the files alone.

Stage: batch; the files of a `Task` come in; numbered chunks go out, each as bytes for a worker.
Neither time nor the number of workers moves a boundary: so parts of a broken run can be kept.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterator

import msgspec

from ..errors import ReadError
from ..records import Thread
from ..threads.read import Reject, ThreadFile, read
from .task import CHUNK_CHARACTERS, Task

_PLAIN, _ESCAPED = b"m", b"j"  # how the bytes of a chunk are written


class Chunk(msgspec.Struct, array_like=True):
    """Some threads in order, the file of each, and the lines of its comments (() if unknown)."""

    threads: list[Thread]
    files: list[str]
    lines: list[tuple[int | None, ...]]


class Reading:
    """The files of a task being read; how far, and what was mended on the way.

    ``bare`` counts threads without a comment, as a file of submissions alone has them.
    ``rejects`` is told of every row that cannot be read; None reads strictly. ``cut`` holds the
    errors of files that could not be read to their end.
    """

    def __init__(self, task: Task, rejects: Callable[[Reject], object] | None) -> None:
        self.repairs: list[str] = []  # the first ones
        self.mended = 0
        self.bare = 0
        self.cut: list[ReadError] = []
        self._task = task
        self._rejects = rejects
        self._sizes = [_size(path) for path in task.inputs]
        self._before = 0
        self._file: ThreadFile | None = None

    @property
    def share(self) -> float | None:
        """How much of the input is read, in [0, 1]; None where the size is unknown."""
        if None in self._sizes or not (whole := sum(size or 0 for size in self._sizes)):
            return None
        taken = self._file.taken if self._file else 0
        return min(1.0, (self._before + taken) / whole)

    def chunks(self) -> Iterator[Chunk]:
        """The chunks, in order; a thread is never cut."""
        chunk, comments, characters = Chunk([], [], []), 0, 0
        for name, thread, lines in self._threads():
            chunk.threads.append(thread)
            chunk.files.append(name)
            chunk.lines.append(lines if len(lines) == len(thread.comments) else ())
            comments += len(thread.comments)
            characters += sum([len(comment.text) for comment in thread.comments])
            if comments >= self._task.chunk or characters >= CHUNK_CHARACTERS:
                yield chunk
                chunk, comments, characters = Chunk([], [], []), 0, 0
        if chunk.threads:
            yield chunk

    def _threads(self) -> Iterator[tuple[str, Thread, tuple[int | None, ...]]]:
        for path, size in zip(self._task.inputs, self._sizes, strict=True):
            try:
                yield from self._of(path)
            except ReadError as error:
                if self._rejects is None:
                    raise ReadError(str(error)) from None  # whose cause has a hint for --lenient
                self.cut.append(error)
                self._rejects(Reject(path, None, str(error).removeprefix(f"{path}: ")))
            self._before += size or 0

    def _of(self, path: str) -> Iterator[tuple[str, Thread, tuple[int | None, ...]]]:
        task = self._task
        try:
            self._file = file = read(
                path,
                task.format,
                article=task.article,
                columns=task.columns or None,
                rejects=self._rejects,
                apart=True,
            )
            with file:
                for thread in file:
                    self._mend(thread.repairs)
                    if thread.comments:
                        yield path, thread, file.lines
                    else:
                        self.bare += 1
            self._mend(file.repairs)
        finally:
            self._file = None

    def _mend(self, repairs: tuple[str, ...]) -> None:
        self.mended += len(repairs)
        self.repairs += repairs[: max(0, 10 - len(self.repairs))]


def packed(chunk: Chunk) -> bytes:
    """The chunk as bytes, the same for the same chunk."""
    try:
        return _PLAIN + msgspec.msgpack.encode(chunk)
    except UnicodeEncodeError:  # a lone surrogate: only escapes can hold it
        return _ESCAPED + json.dumps(msgspec.to_builtins(chunk)).encode("ascii")


def unpacked(raw: bytes) -> Chunk:
    """The chunk that `packed` made bytes of.

    >>> chunk = Chunk([Thread("1", ())], ["a.csv"], [()])
    >>> unpacked(packed(chunk)) == chunk
    True
    """
    if raw[:1] == _PLAIN:
        return msgspec.msgpack.decode(memoryview(raw)[1:], type=Chunk)
    return msgspec.convert(json.loads(raw[1:]), Chunk)


def digest(raw: bytes) -> str:
    """What tells a chunk from any other."""
    return hashlib.blake2b(raw, digest_size=16).hexdigest()


def _size(path: str) -> int | None:
    if path == "-":
        return None
    if not os.path.isdir(path):
        return os.path.getsize(path)
    with os.scandir(path) as inside:
        return sum(one.stat().st_size for one in inside if one.name.startswith("utterances."))
