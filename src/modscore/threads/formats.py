"""The formats of files, and how one is built.

Stage: intake; the beginning of a source comes in; the format that reads it goes out.

A format is one module with a line in ``FORMATS``. The module has

- ``sniff(head) -> bool``: whether a file that begins so is of this format. Ask ``head.has(paths)``
  for the keys of the first JSON value (``"post_stream.posts"``, ``"[].data.children"``),
  ``head.root`` for the name of an XML root, else ``head.text``. It claims only what it is sure
  of, for the formats are asked in order, the particular ones before the general.
- ``read(source) -> Iterator[Thread]``: a generator that holds no more than it must.

The tools, in the order in which a reader uses them:

- ``values.values(source)``: the JSON values of a file with the line of each, streamed: lines,
  documents one after another, or the elements of a list. ``xml_.elements``: the same for XML.
  ``Source.lines``: anything else.
- ``html.text_of(markup)``: HTML as plain text, quotes as "> " lines, code in backticks and
  fences, links as ``[text](address)``; ``marks`` makes these marks.
- ``posts.comment(source, line, item, path, gone=...)``: a loose mapping (id, text, author, parent,
  created) becomes a `Draft` with checked fields, or None when the row was rejected. Stubs
  ("[deleted]", or ``gone``) get the text "": they keep the tree and have no score. Authors that
  are e-mail or IP addresses are left out; other fields with such are never read.
- ``posts.Topic``: the title and article of a thread. What opens a thread is its article, not a
  comment, wherever a format has such a thing.
- ``window.assemble(source, posts)``: threads from `Post` (thread id, draft or topic), grouped
  within a window of bytes; ``links.linked(source, posts)`` where posts name only what they
  answer; ``window.finish(source, id, drafts, topic)`` where a document holds one whole thread.
  Unknown parents become roots and are counted in ``Thread.repairs``; double ids and circles are
  mended and told there, also when reading strictly.
- ``source.reject(line, reason)`` for a row that cannot be read: it raises ReadError, or tells
  ``rejects`` and goes on when reading leniently. ``source.note(message)``: anything else mended.
- ``extra.needed("zstandard", "a zstandard file")`` imports what the extra ``formats`` installs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from ..records import Thread
from . import (
    activitypub,
    arrow_,
    commento,
    convokit,
    discord,
    discourse,
    disqus,
    hackernews,
    isso,
    json_,
    jsonl,
    lemmy,
    messenger,
    phpbb,
    plain,
    reddit,
    remark42,
    socc,
    stackexchange,
    table,
    telegram,
    whatsapp,
    wordpress,
    youtube,
)
from .head import Head
from .source import Source


class Format(NamedTuple):
    """A file format: its name and suffixes, whether a file looks like it, how it is read."""

    name: str
    suffixes: tuple[str, ...]
    sniff: Callable[[Head], bool]
    read: Callable[[Source], Iterator[Thread]]
    general: bool = False  # takes what no other format claims, and a mapping of columns


FORMATS = (  # asked in this order; plain text takes whatever the others leave
    Format(
        "parquet", arrow_.PARQUET_SUFFIXES, arrow_.sniff_parquet, arrow_.read_parquet, general=True
    ),
    Format("arrow", arrow_.ARROW_SUFFIXES, arrow_.sniff_arrow, arrow_.read_arrow, general=True),
    Format("reddit", reddit.SUFFIXES, reddit.sniff, reddit.read),
    Format("hackernews", hackernews.SUFFIXES, hackernews.sniff, hackernews.read),
    Format("lemmy", lemmy.SUFFIXES, lemmy.sniff, lemmy.read),
    Format("activitypub", activitypub.SUFFIXES, activitypub.sniff, activitypub.read),
    Format("stackexchange", stackexchange.SUFFIXES, stackexchange.sniff, stackexchange.read),
    Format("convokit", convokit.SUFFIXES, convokit.sniff, convokit.read),
    Format("discourse", (".json",), discourse.sniff, discourse.read),
    Format("disqus", disqus.SUFFIXES, disqus.sniff, disqus.read),
    Format("wordpress", wordpress.SUFFIXES, wordpress.sniff, wordpress.read),
    Format("youtube", youtube.SUFFIXES, youtube.sniff, youtube.read),
    Format("telegram", (".json",), telegram.sniff, telegram.read),
    Format("discord", (".json",), discord.sniff, discord.read),
    Format("messenger", (".json",), messenger.sniff, messenger.read),
    Format("whatsapp", (".txt",), whatsapp.sniff, whatsapp.read),
    Format("commento", (".json",), commento.sniff, commento.read),
    Format("isso", (".json",), isso.sniff, isso.read),
    Format("remark42", (".json",), remark42.sniff, remark42.read),
    Format("phpbb", phpbb.SUFFIXES, phpbb.sniff, phpbb.read),
    Format("socc", socc.SUFFIXES, socc.sniff, socc.read),
    Format("jsonl", jsonl.SUFFIXES, jsonl.sniff, jsonl.read, general=True),
    Format("json", json_.SUFFIXES, json_.sniff, json_.read, general=True),
    Format("tsv", table.TSV_SUFFIXES, table.sniff_tsv, table.read_tsv, general=True),
    Format("csv", table.CSV_SUFFIXES, table.sniff_csv, table.read_csv, general=True),
    Format("plain", plain.SUFFIXES, plain.sniff, plain.read),
)
FORMAT_NAMES = ("auto", *sorted(one.name for one in FORMATS))


def choose(source: Source) -> Format:
    """The first format that claims the source; one that maps columns if columns are asked for."""
    head = source.head([suffix for one in FORMATS for suffix in one.suffixes])
    asked: tuple[Format, ...] = FORMATS
    if source.columns:
        asked = tuple(one for one in FORMATS if one.general or one is FORMATS[-1])
    return next(one for one in asked if one.sniff(head))
