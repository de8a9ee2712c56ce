# ruff: noqa: E501 - the tables of messages read better unbroken
from __future__ import annotations

import contextlib
import csv
import io
import json
import sys
from pathlib import Path

import pytest

from modscore.errors import ReadError, SettingError
from modscore.threads.read import FORMAT_NAMES, FORMATS, read


def texts(path: object, format: str = "auto", **options: object) -> list[list[str]]:
    return [[c.text for c in t.comments] for t in read(path, format, **options)]  # type: ignore[arg-type]


def put(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


THREAD = '{"id": "t", "comments": [{"id": "a", "text": "Hi."}, {"text": "Yo.", "parent": "a"}]}'
READABLE = [
    ("a.txt", "One.\nTwo.\n\n", "plain", [["One.", "Two."]]),
    ("a.txt", "One.\n\nTwo,\nstill.\n   \n\nThree.", "plain", [["One.", "Two,\nstill.", "Three."]]),
    ("a.txt", "One.\r\n\r\nTwo.\r\n", "plain", [["One.", "Two."]]),
    ("a.txt", '{"text": "not JSON by its name"}', "plain", [['{"text": "not JSON by its name"}']]),
    ("a.txt", "", "plain", [[]]),
    ("thread", "No suffix. No format.", "plain", [["No suffix. No format."]]),
    ("thread", "[1] Says who?\n", "plain", [["[1] Says who?"]]),
    ("thread", "{smiles} at {you}\n", "plain", [["{smiles} at {you}"]]),
    ("a.json", THREAD, "json", [["Hi.", "Yo."]]),
    ("a.export", THREAD, "json", [["Hi.", "Yo."]]),
    ("a.json", f"[{THREAD}, {THREAD}]", "json", [["Hi.", "Yo."]] * 2),
    ("a.json", '["a", {"body": "b"}]', "json", [["a", "b"]]),
    ("a.json", '["\\ud800 half"]', "json", [["\ud800 half"]]),
    ("a.json", "[]", "json", []),
    ("one", '{"id": 1, "body": "alone"}\n', "json", [["alone"]]),
    ("a.jsonl", f"{THREAD}\n\n{THREAD}\n", "jsonl", [["Hi.", "Yo."]] * 2),
    ("a.json", '{"text": "a"}\n{"text": "b"}\n', "jsonl", [["a", "b"]]),
    ("rows", '{"text": "a"}\n{"text": "b\u2028c"}', "jsonl", [["a", "b\u2028c"]]),
    ("a.jsonl", '"a"\n"b"\n', "jsonl", [["a", "b"]]),
    ("a.jsonl", "", "jsonl", []),
    (
        "a.ndjson",
        '{"text": "a", "link_id": "x"}\n{"text": "b", "link_id": 2}\n{"text": "c", "link_id": "x"}\n',
        "jsonl",
        [["a", "c"], ["b"]],
    ),
    ("a.csv", "id,text\n1,one\n2,two\n", "csv", [["one", "two"]]),
    ("a.csv", '\n\nid;Comment Text\n1;"one;\ntwo"\n\n', "csv", [["one;\ntwo"]]),
    ("a.csv", 'text\n"say ""hi"""\n""\n', "csv", [['say "hi"', ""]]),
    ("a.csv", "text,id\na\0b,1,,\n", "csv", [["a\0b"]]),
    ("a.csv", "", "csv", []),
    ("cells", "id,body,votes\n1,one,3\n", "csv", [["one"]]),
    ("cells", "id\tbody\n1\tone, two\n", "tsv", [["one, two"]]),
    ("a.tsv", "thread\ttext\nx\ta\ny\tb\nx\tc\n", "tsv", [["a", "c"], ["b"]]),
]


@pytest.mark.parametrize(("name", "content", "format", "expected"), READABLE)
def test_formats(
    tmp_path: Path, name: str, content: str, format: str, expected: list[list[str]]
) -> None:
    path = put(tmp_path, name, content)
    threads = read(path)
    assert threads.format == format
    assert [[c.text for c in t.comments] for t in threads] == expected
    assert texts(path, format) == expected


REFUSED = [
    ("a.json", "{\n  oops", ":2:3: expected JSON, got: Expecting property name enclosed in double quotes"),
    ("a.json", "5", ": expected a thread or a list of comments, got 5"),
    ("a.json", '{"a": 1}', ": thread: expected a Thread, a mapping with 'comments', comments, or a string, got a mapping with the key 'a'"),
    ("a.json", "[" * 200_000, ":1: expected JSON of sane depth, got deeper"),
    ("a.json", f"[{THREAD}, 7]", ": threads[1]: expected a thread or a list of comments, got 7"),
    ("a.json", '[{"comments": [{"text": 1}]}]', ": threads[0].comments[0].text: expected a string, got 1"),
    ("a.json", '["a", 5]', ": comments[1]: expected a Comment, a mapping or a string, got 5"),
    ("a.jsonl", '{"text": "a"}\n\n{oops}\n', ":3:2: expected JSON, got: Expecting property name enclosed in double quotes"),
    ("a.jsonl", '{"text": "a"}\n5\n', ":2: expected a thread or a comment, got 5"),
    ("a.jsonl", '{"text": "a"}\n{"id": 2}\n', ":2: expected a text (text, body or content), got the key 'id'"),
    ("a.jsonl", '{"text": "a", "id": 1}\n{"text": "b", "id": 1}\n', ":2: id: expected an id of its own, got '1' as in {path}:1"),
    ("a.jsonl", '{"text": "a", "parent": "z"}\n', ":1: parent: expected the id of a comment in this thread, got 'z'"),
    ("a.jsonl", THREAD + '\n{"comments": [{"text": null}]}', ":2: comments[0].text: expected a string, got None"),
    ("a.jsonl", THREAD + '\n{"text": "x"}', ":2: expected a thread with 'comments', as on the first line, got a mapping with the key 'text'"),
    ("a.csv", "id,note\n1,x\n", ":1: text: expected a column text, body, content or the like, got 'id', 'note' (name it with --column text=COLUMN)"),
    ("a.csv", "text,body\na,b\n", ":1: text: expected one column, got 'text' and 'body' (choose with --column text=text)"),
    ("a.csv", "text,text\na,b\n", ":1: expected each column once, got 'text' twice"),
    ("a.csv", 'id,text\n1,"a\nb"\n2,b,c\n', ":4: expected 2 cells as in the header, got 3"),
    ("a.csv", 'id,text\n1,"open\nuntil the end\n', ":2: expected a row of cells, got: unexpected end of data"),
    ("a.csv", "text,parent\na,9\n", ":2: parent: expected the id of a comment in this thread, got '9'"),
    ("a.txt", b"good\nbad \xe9t\xe9\n", ":2: expected UTF-8, got byte 0xe9 at offset 9"),
    ("a.txt", b"\xef\xbb\xbfgood\nbad \xe9", ":2: expected UTF-8, got byte 0xe9 at offset 12"),
    ("a.txt", b"x\n" * 200_000 + b"\xff", ":200001: expected UTF-8, got byte 0xff at offset 400000"),
    ("a.txt", b"a\0b\0c\0", ": expected text, got zero bytes (UTF-16 needs a byte order mark)"),
    ("a.txt", "ab\ncd".encode("utf-16") + b"\x00\xd8", ":2: expected UTF-16, got byte 0x00 at offset 12"),
    ("a.jsonl.gz", b"\x1f\x8b\x08", ":1: expected the rest of a gzip stream, got the end of the file"),
    ("a.xlsx", b"PK\x03\x04..", ": expected text, got a zip file or a spreadsheet: unpack it, or save it as CSV, first"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "content", "message"), REFUSED, ids=range(len(REFUSED)))
def test_refusals_name_file_and_line(
    tmp_path: Path, name: str, content: str | bytes, message: str
) -> None:
    path = put(tmp_path, name, content)
    with pytest.raises(ReadError) as caught:
        texts(path)
    assert str(caught.value) == f"{path}{message.replace('{path}', str(path))}"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("format", ["plain", "jsonl", "csv"])
def test_encodings(tmp_path: Path, encoding: str, format: str) -> None:
    content = {
        "plain": "Żółw.\nДа 😀\n",
        "jsonl": '"Żółw."\n"Да 😀"\n',
        "csv": "text\nŻółw.\nДа 😀\n",
    }
    path = put(tmp_path, "x", content[format].encode(encoding))
    assert texts(path, format) == [["Żółw.", "Да 😀"]]


def test_the_article_comes_first(tmp_path: Path) -> None:
    path = put(tmp_path, "a.txt", "Story.\n\nMore.\n\nFirst!\n\nSecond.")
    (thread,) = read(path, article=2)
    assert thread.article == "Story.\n\nMore."
    assert [c.id for c in thread.comments] == ["1", "2"]
    with pytest.raises(ReadError, match=r"article: expected at most 4, .* got 5"):
        texts(path, article=5)


@pytest.mark.parametrize("kind", [io.BytesIO, io.StringIO])
def test_open_streams_stay_open(kind: type) -> None:
    stream = kind("a\nb\n" if kind is io.StringIO else b"a\nb\n")
    assert texts(stream) == [["a", "b"]]
    assert not stream.closed


def test_a_text_stream_may_hold_half_a_character() -> None:
    assert texts(io.StringIO("\udc80\n\ud800")) == [["\udc80", "\ud800"]]
    assert texts(io.StringIO("\udc80\n\ud800"), lenient=True) == [["\udc80", "\ud800"]]


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b'{"text": "a"}\n{"text": 5}')))
    with pytest.raises(ReadError, match=r"^standard input:2: text: expected a string, got 5$"):
        texts("-")


def test_columns_are_told_and_may_be_chosen(tmp_path: Path) -> None:
    path = put(tmp_path, "a.csv", "Comment ID,text,Body,votes,user\n7,a,b,3,ann\n")
    threads = read(path, columns={"text": "Body", "author": ""})
    assert str(threads.columns) == "id=Comment ID text=Body; not used: text, votes, user"
    (thread,) = threads
    assert [(c.id, c.text, c.author) for c in thread.comments] == [("7", "b", None)]
    with pytest.raises(
        ReadError, match=r"text: expected one of the columns .*'boddy' \(did you mean Body\?\)"
    ):
        read(path, columns={"text": "boddy"})
    with pytest.raises(SettingError, match=r"got 'txet' \(did you mean text\?\)"):
        read(path, columns={"txet": "Body"})


def test_keys_of_json_rows_may_be_chosen(tmp_path: Path) -> None:
    path = put(tmp_path, "a.jsonl", '{"Text": "a", "text": 3, "name": "ann"}\n{"Text": "b"}\n')
    (thread,) = read(path, columns={"text": "Text", "author": ""})
    assert [(c.text, c.author) for c in thread.comments] == [("a", None), ("b", None)]
    with pytest.raises(SettingError, match=r"got 'txet' \(did you mean text\?\)"):
        list(read(path, columns={"txet": "Text"}))
    whole = put(tmp_path, "b.jsonl", THREAD)
    with pytest.raises(SettingError, match="expected none for whole threads"):
        list(read(whole, columns={"text": "Text"}))


def test_huge_cells_leave_the_global_limit_alone(tmp_path: Path) -> None:
    before = csv.field_size_limit()
    path = put(tmp_path, "a.csv", "id,text\n1," + "x" * 3_000_000 + "\n")
    assert len(texts(path)[0][0]) == 3_000_000
    assert csv.field_size_limit() == before


def test_lenient_drops_what_cannot_be_read(tmp_path: Path) -> None:
    path = put(tmp_path, "a.jsonl", b'{"text": "a"}\n{oops\n7\n{"text": null}\n"caf\xe9"\n')
    threads = read(path, lenient=True)
    (thread,) = threads
    assert [c.text for c in thread.comments] == ["a", "caf\ufffd"]
    assert threads.repairs == (
        f"{path}:2:2: expected JSON, got: Expecting property name enclosed in double quotes: dropped",
        f"{path}:3: expected a thread or a comment, got 7: dropped",
        f"{path}:5: expected UTF-8, got byte 0xe9: replaced",
    )
    assert thread.repairs == (f"{path}:4: text: expected a string, got None: dropped",)


def test_lenient_mends_short_and_long_rows(tmp_path: Path) -> None:
    path = put(tmp_path, "a.csv", "text,author\na\nb,ann,further\n")
    threads = read(path, lenient=True)
    (thread,) = threads
    assert [(c.text, c.author) for c in thread.comments] == [("a", None), ("b", "ann")]
    assert len(threads.repairs) == 2


@pytest.mark.parametrize(
    ("path", "options", "message"),
    [
        (
            "x",
            {"format": "xml"},
            f"format: expected one of {', '.join(FORMAT_NAMES)}, got 'xml'",
        ),
        ("x", {"article": -1}, "article: expected a whole number from 0, got -1"),
        (5, {}, "path: expected a path, '-' or an open file, got 5"),
        (
            ["a"],
            {},
            "path: expected a path, '-' or an open file, got a list (modscore.score takes threads)",
        ),
        (
            io.StringIO('["a"]'),
            {"article": 1, "format": "json"},
            "article: expected 0 for json, got 1",
        ),
        (
            io.StringIO("a"),
            {"columns": {"text": "a"}},
            "columns: expected none for plain, got a mapping with the key 'text'",
        ),
    ],
)
def test_wrong_arguments(path: object, options: dict[str, object], message: str) -> None:
    with pytest.raises(SettingError) as caught:
        read(path, **options)  # type: ignore[arg-type]
    assert str(caught.value) == message


def test_files_that_are_not_there(tmp_path: Path) -> None:
    with pytest.raises(
        ReadError, match=r"nowhere\.txt: expected a readable file, got: No such file"
    ):
        read(tmp_path / "nowhere.txt")
    with pytest.raises(ReadError, match="expected a readable file, got: "):
        read(tmp_path)
    with pytest.raises(ReadError, match="expected a readable file, got: "):
        read("a\0b")


def test_the_file_is_closed_at_its_end_and_after_an_error(tmp_path: Path) -> None:
    for content in ('{"text": "a"}\n{"text": "b"}', '{"text": "a"}\noops'):
        threads = read(put(tmp_path, "a.jsonl", content))
        with contextlib.suppress(ReadError):
            list(threads)
        assert threads._source.stream._file.closed


def test_bytes_are_counted_for_a_bar(tmp_path: Path) -> None:
    path = put(tmp_path, "a.jsonl", "".join(f"{THREAD}\n" for _ in range(3000)))
    threads = read(path)
    next(threads)
    assert threads.size == path.stat().st_size
    assert 0 < threads.taken < path.stat().st_size
    list(threads)
    assert threads.taken == threads.size


def test_every_format_has_its_own_name() -> None:
    assert len({one.name for one in FORMATS}) == len(FORMATS)
    assert FORMATS[-1].name == "plain"


def test_the_shared_thread_reads(shared: Path) -> None:
    (thread,) = read(shared / "thread" / "karabakh-thread.txt", article=4)
    assert len(thread.comments) > 25
    assert json.dumps(thread.article).count("\\n\\n") == 3


def test_the_example_of_the_readme_reads() -> None:
    example = Path(__file__).parents[3] / "benchmarks" / "threads" / "example.txt"
    (thread,) = read(example, article=2)
    assert len(thread.comments) == 18
    assert thread.article is not None
    assert thread.article.count("\n\n") == 1
