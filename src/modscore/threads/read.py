"""Files become threads.

Stage: intake; a path, "-" or an open file comes in; an iterator of threads goes out. A format is
one module with ``sniff(head)`` and ``read(source)``, and one line in ``FORMATS`` below.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from ..errors import ReadError, SettingError, ThreadError
from ..records import Thread
from . import json_, jsonl, plain, table
from .shown import shown
from .source import ColumnMap, Head, Source


class Format(NamedTuple):
    """A file format: its name and suffixes, whether a file looks like it, how it is read."""

    name: str
    suffixes: tuple[str, ...]
    sniff: Callable[[Head], bool]
    read: Callable[[Source], Iterator[Thread]]


FORMATS = (  # asked in this order; plain text takes whatever the others leave
    Format("jsonl", jsonl.SUFFIXES, jsonl.sniff, jsonl.read),
    Format("json", json_.SUFFIXES, json_.sniff, json_.read),
    Format("tsv", table.TSV_SUFFIXES, table.sniff_tsv, table.read_tsv),
    Format("csv", table.CSV_SUFFIXES, table.sniff_csv, table.read_csv),
    Format("plain", plain.SUFFIXES, plain.sniff, plain.read),
)
FORMAT_NAMES = ("auto", *sorted(one.name for one in FORMATS))


class ThreadFile(Iterator[Thread]):
    """The threads of a file, read as they are asked for; closed at its end or by ``close()``.

    ``format`` is the name of the format; ``columns`` the `ColumnMap` of a table, else None;
    ``repairs`` what a lenient reading mended that belongs to no one thread. ``taken`` and
    ``size`` are bytes read and there (None if unknown), for a progress bar.
    """

    def __init__(self, source: Source, format: Format) -> None:
        self.format = format.name
        self._source = source
        self._threads = format.read(source)

    def __next__(self) -> Thread:
        try:
            return next(self._threads)
        except ThreadError as error:
            self.close()
            raise ReadError(str(error)) from error
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> ThreadFile:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def columns(self) -> ColumnMap | None:
        """Which column holds which field, for tables."""
        return self._source.mapping

    @property
    def repairs(self) -> tuple[str, ...]:
        """What was mended so far and is in no thread's own ``repairs``."""
        return tuple(self._source.repairs)

    @property
    def taken(self) -> int:
        """Bytes read so far."""
        return self._source.taken

    @property
    def size(self) -> int | None:
        """Bytes there are."""
        return self._source.size

    def close(self) -> None:
        """Close the file, unless it was handed in open."""
        self._source.close()


def read(
    path: Any,
    format: str = "auto",
    *,
    article: int = 0,
    columns: Mapping[str, str] | None = None,
    lenient: bool = False,
) -> ThreadFile:
    """An iterator over the threads of a file.

    ``path`` is a path, "-" for standard input, or an open file, binary or text. ``format``:

    - "plain": a comment a paragraph when blank lines part the paragraphs, else a comment a line;
      the first ``article`` of them are the article;
    - "json": a thread (a mapping with ``comments``), a list of threads, or a list of comments;
    - "jsonl": a thread a line, or a comment a line, gathered by thread, thread_id, post_id,
      link_id, story_id, topic_id or article_id; lines without one form one thread;
    - "csv", "tsv": a comment a row below a header; the result's ``columns`` tells which column
      was taken for which field;
    - "auto": told by the file's suffix and first bytes.

    ``columns``, as in ``{"text": "Body"}``, says which column of a table or key of a JSON comment
    holds a field; "" means that none does.

    The text is UTF-8, or UTF-16 with a byte order mark. With ``lenient``, lines, rows and comments
    that cannot be read are dropped or mended, and ``repairs`` of the result and of each `Thread`
    tell which.

    Raises ReadError, with file and line, for a file that cannot be read; SettingError for a wrong
    argument.

    >>> import io
    >>> [c.text for t in read(io.StringIO("A story.\\n\\nFirst!\\n\\nWhy?"), article=1)
    ...  for c in t.comments]
    ['First!', 'Why?']
    """
    if format not in FORMAT_NAMES:
        expected = ", ".join(FORMAT_NAMES)
        raise SettingError(f"format: expected one of {expected}, got {shown(format)}")
    if not isinstance(article, int) or isinstance(article, bool) or article < 0:
        raise SettingError(f"article: expected a whole number from 0, got {shown(article)}")
    source = Source(path, article=article, columns=columns, lenient=lenient)
    try:
        chosen = _choose(format, source)
        if article and chosen.name != "plain":
            raise SettingError(f"article: expected 0 for {chosen.name}, got {article}")
        if columns and chosen.name == "plain":
            raise SettingError(f"columns: expected none for {chosen.name}, got {shown(columns)}")
        return ThreadFile(source, chosen)
    except BaseException:
        source.close()
        raise


def _choose(format: str, source: Source) -> Format:
    if format != "auto":
        return next(one for one in FORMATS if one.name == format)
    head = source.head([suffix for one in FORMATS for suffix in one.suffixes])
    return next(one for one in FORMATS if one.sniff(head))
