"""Files become threads.

Stage: intake; a path, "-" or an open file comes in; an iterator of threads goes out. What formats
there are, and how one is added, stands in ``formats``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from ..errors import ReadError, SettingError, ThreadError
from ..records import Thread
from .formats import FORMAT_NAMES, FORMATS, Format, choose
from .shown import shown
from .source import WINDOW, ColumnMap, Reject, Source

__all__ = ["FORMATS", "FORMAT_NAMES", "Reject", "ThreadFile", "read"]


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
        self._source.lines_of = ()
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
        more = self._source.more_repairs
        return (*self._source.repairs, *([f"{more} more"] if more else []))

    @property
    def lines(self) -> tuple[int | None, ...]:
        """The line of each comment of the last thread; () where the format has no lines."""
        return self._source.lines_of

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
    rejects: Callable[[Reject], object] | None = None,
    window: int = WINDOW,
    apart: bool = False,
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
    - the name of a site or tool whose exports are known (``FORMAT_NAMES`` has all): "reddit" is
      lines of dumps, BigQuery rows and listings of the API, "hackernews" Firebase items and
      Algolia trees, "activitypub" objects, outboxes and Mastodon's statuses and contexts,
      "stackexchange" Comments.xml and Posts.xml, "convokit" also a folder. What opens a thread
      there is its article, not a comment; deleted comments keep the tree and have the text "";
      parents that are not in the file become roots, counted in ``Thread.repairs``;
    - "auto": told by the file's suffix and first bytes.

    Files packed with gzip, bzip2, xz or zstandard are unpacked as they are read.

    ``columns``, as in ``{"text": "Body"}``, says which column of a table or key of a JSON comment
    holds a field; "" means that none does.

    The text is UTF-8, or UTF-16 with a byte order mark. With ``lenient``, lines, rows and comments
    that cannot be read are dropped or mended, and ``repairs`` of the result and of each `Thread`
    tell which. ``rejects`` makes reading lenient and is called with a `Reject` (file, line,
    reason) for each line, row or comment that is dropped, instead of noting it in ``repairs``.

    Formats whose threads are scattered over the file are put together in a ``window`` of so many
    bytes; threads that stay apart longer come in several pieces of the same id. Rows that name no
    thread form one together; with ``apart``, each is a thread of its own.

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
    if not isinstance(window, int) or isinstance(window, bool) or window < 1:
        raise SettingError(f"window: expected a number of bytes from 1, got {shown(window)}")
    source = Source(
        path,
        article=article,
        columns=columns,
        lenient=lenient,
        rejects=rejects,
        window=window,
        apart=apart,
    )
    try:
        named = [one for one in FORMATS if one.name == format]
        chosen = named[0] if named else choose(source)
        if article and chosen.name != "plain":
            raise SettingError(f"article: expected 0 for {chosen.name}, got {article}")
        if columns and not chosen.general:
            raise SettingError(f"columns: expected none for {chosen.name}, got {shown(columns)}")
        return ThreadFile(source, chosen)
    except BaseException:
        source.close()
        raise
