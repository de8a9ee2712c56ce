"""Rule files: what is read, and what is refused with which words."""

from __future__ import annotations

from pathlib import Path

import pytest

from modscore.errors import RuleError
from modscore.match.fresh import pattern_triggers
from modscore.rulebook import load as loading
from modscore.rulebook.load import builtin, load, loads, write_out
from modscore.rulebook.pack import Pack
from modscore.rulebook.schema import Example

GOOD = """\
schema: 1
family: manners
lists:
  fool: [fool, ninny, "half-wit"]
rules:
  - id: manners.name-calling
    rev: 2
    kind: pattern
    pattern: '\\byou {fool}s?'
    signal: toxicity
    attributes: {insult: 0.5}
    strength: 0.4
    unless: [quoted]
    why: Calls the reader a name.
    hits: ["[[You fool]]!", "Oh [[you ninny]]."]
    misses: ['He said "you fool" twice.', "A fool's errand."]
  - id: manners.hush
    rev: 1
    kind: terms
    terms: [hush, no, 42, "{fool}"]
    inflect: true
    obfuscated: true
    signal: toxicity
    strength: 1
    why: Silences others.
    hits: ["[[Hush]]!", "[[Hush]]."]
    misses: ["Push!", "Lush."]
"""


def faults_of(text: str | bytes, place: str = "rules/manners.yaml") -> tuple[str, ...]:
    with pytest.raises(RuleError) as caught:
        loads(text, place)
    return caught.value.faults


def test_a_good_file_gives_its_rules() -> None:
    pack = loads(GOOD, "rules/manners.yaml")
    name_calling, hush = pack.rules
    assert name_calling.patterns == (r"\byou (?:half\-wit|ninny|fool)s?",)
    assert name_calling.amounts == (("toxicity", 0.4), ("insult", 0.5))
    assert name_calling.hits[0] == Example("You fool!", ((0, 8),))
    assert name_calling.place == "rules/manners.yaml:6:5"
    assert name_calling.family == "manners"
    assert hush.terms == ("hush", "no", "42", "fool", "ninny", "half-wit")
    assert (hush.inflect, hush.obfuscated, hush.strength) == (True, True, 1.0)


# what is replaced, by what, and the fault expected (all of it)
BAD = [
    ("kind: terms", "kind: trems", "19:11: manners.hush: kind: expected one of terms, pattern, "
     "casing, stretch, marks, got trems; did you mean `terms`?"),
    ("inflect: true", "inflcet: true", "21:5: manners.hush: key: expected one of id, rev, kind, "
     "signal, strength, unless, why, hits, misses, terms, inflect, obfuscated, attributes, got "
     "`inflcet`; did you mean `inflect`?"),
    ("unless: [quoted]", "unless: [qouted]", "13:14: manners.name-calling: unless: expected one of "
     "quoted, negated, reported, self, reclaimed, evidence, title, object, question, got qouted; "
     "did you mean `quoted`?"),
    ("unless: [quoted]", "unless: [quoted, code]", "13:22: manners.name-calling: unless: expected "
     "a guard that must be named, got `code`, which always holds"),
    ("unless: [quoted]", "unless: [quoted, quoted]", "13:22: manners.name-calling: unless: "
     "expected each guard once, got `quoted` again"),
    ("strength: 0.4", "strength: 3", "12:15: manners.name-calling: strength: expected a number in "
     "(0, 1], got 3"),
    ("strength: 0.4", "strength: 0", "12:15: manners.name-calling: strength: expected a number in "
     "(0, 1], got 0"),
    ("strength: 0.4", "strength: nan", "12:15: manners.name-calling: strength: expected a number "
     "in (0, 1], got nan"),
    ("strength: 0.4", 'strength: "0.4"', "12:15: manners.name-calling: strength: expected a number "
     "in (0, 1], got '0.4'"),
    ("strength: 0.4\n    ", "", "6:5: manners.name-calling: strength: expected it, got none"),
    ("rev: 2\n    ", "", "6:5: manners.name-calling: rev: expected it, got none"),
    ("rev: 2", "rev: 1.5", "7:10: manners.name-calling: rev: expected a whole number from 1, got "
     "1.5"),
    ("{insult: 0.5}", "{insults: 0.5}", "11:18: manners.name-calling: attributes: key: expected "
     "one of severe_toxicity, obscene, threat, insult, identity_attack, got `insults`; did you "
     "mean `insult`?"),
    ("{insult: 0.5}", "[insult]", "11:17: manners.name-calling: attributes: expected a map of "
     "keys, got a list"),
    ("signal: toxicity\n    attributes", "signal: toxic\n    attributes", "10:13: "
     "manners.name-calling: signal: expected one of toxicity, shouting, hedge, booster, universal, "
     "vague_authority, evidence, named_source, citation, quotation, number, cause, accusation, "
     "conspiracy, experience, opinion, prediction, got toxic; did you mean `toxicity`?"),
    ("id: manners.hush", "id: Hush", "17:9: Hush: id: expected `family.kebab-name`, got Hush"),
    ("id: manners.hush", "id: rude.hush", "17:9: rude.hush: id: expected an id of the family "
     "`manners.`, got rude.hush"),
    ("id: manners.hush", "id: manners.name-calling", "17:5: manners.name-calling: id: expected an "
     "id of its own, got the id of rules/manners.yaml:6:5"),
    ("family: manners", "family: rude", "2:9: family: expected the file's name `manners`, got "
     "rude"),
    ("schema: 1", "schema: 2", "1:9: schema: expected 1, got 2"),
    ("obfuscated: true", "obfuscated: yes", "22:17: manners.hush: obfuscated: expected true or "
     "false, got yes"),
    ("rev: 2", "rev: 2\n    rev: 3", "8:5: manners.name-calling: expected each key once, got "
     "`rev` of line 7 again"),
    ('"[[You fool]]!", ', "", "15:11: manners.name-calling: hits: expected at least 2, got 1"),
    ("[[You fool]]!", "[[You fool!", "15:12: manners.name-calling: hits: expected [[…]] around "
     "each find, got '[[You fool!'"),
    ("[[You fool]]!", "You fool!", "15:12: manners.name-calling: hits: expected [[…]] around each "
     "find, got 'You fool!'"),
    ("[[You fool]]!", "[[]]You fool!", "15:12: manners.name-calling: hits: expected [[…]] around "
     "each find, got '[[]]You fool!'"),
    ('"Push!"', '"[[Push]]!"', "27:14: manners.hush: misses: expected no [[ or ]], got "
     "'[[Push]]!'"),
    ("Silences others.", "Silences others", "25:10: manners.hush: why: expected a sentence with "
     "its full stop, of at most 200 characters, got Silences others"),
    ("[hush, no", "[hush, hush", "20:19: manners.hush: terms: expected each term once, got `hush` "
     "again"),
    ("[hush, no", "[a b c d e f g", "20:13: manners.hush: terms: expected at most 6 words, got a b "
     "c d e f g"),
    ("[hush, no", "[hush, [no]", "20:19: manners.hush: terms: expected a text, got a list"),
    ("[hush, no", "[hush, ''", "20:19: manners.hush: terms: expected a text, got ''"),
    ('"{fool}"', '"{foll}"', "20:27: manners.hush: terms: expected a list named under `lists:`, "
     "got `foll`; did you mean `fool`?"),
    ("you {fool}", "you {foll}", "9:14: manners.name-calling: pattern: expected a list named under "
     "`lists:`, got `foll`; did you mean `fool`?"),
    ("you {fool}", "You {fool}", "9:14: manners.name-calling: pattern: expected lower case, for it "
     "runs on folded text, got `Y`"),
    ("you {fool}", "you’re {fool}", "9:14: manners.name-calling: pattern: expected `'`, as folded "
     "text has it, got `’`"),
    ("rules:\n", "ruels:\n", "5:1: file: key: expected one of schema, family, lists, rules, got "
     "`ruels`; did you mean `rules`?"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "fault"), BAD, ids=[new[:30] for _, new, _ in BAD])
def test_a_fault_is_told_with_its_place(old: str, new: str, fault: str) -> None:
    assert GOOD.count(old) == 1
    assert f"rules/manners.yaml:{fault}" in faults_of(GOOD.replace(old, new))


@pytest.mark.parametrize(
    ("pattern", "reason"),
    [
        (r"(fool) \1", "expected no backreference, which RE2 has not, got `\\1`"),
        ("fool(?=s)", "got a look-ahead `(?=`"),
        ("fool(?!s)", "use a guard (`unless:`) and a miss"),
        ("(?<!no )fool", "got a look-behind"),
        ("(?i)fool", "got flags `(?i`: the text is folded already"),
        ("(?:fool)*", "got one that matches the empty string"),
        (r"\b", "got one that matches the empty string"),
        (r"\b(?:fool)?", "got one that matches the empty string"),
        (
            "(?:a+)+b",
            "expected each part repeated once, got a repeat of nothing but a repeat, as in "
            "`(a+)+`: write `a+`",
        ),
        ("(a)(b)", "expected one plain group, which marks what is found, got 2: use `(?:`"),
        ("(?:(?:a{60}){60}){60}", "expected counted repeats that copy a part at most 200 times"),
        (r"(?:\w{0,150} ){0,150}x", "expected counted repeats that copy a part at most 200 times"),
        ("[fool", "expected `]` after `[`, got the end"),
        ("(?:fool", "expected `)` after `(`, got the end"),
        ("fool)", "expected `(` before `)`, got none"),
        ("fool**", "expected one repeat sign"),
        ("*fool", "expected something to repeat before `*`, got nothing"),
        ("fool{3,1}", "expected {least,most}, got `{3,1}`"),
        (r"fool\z", "expected `^` or `$` (the edges of a line), got `\\z`"),
        (r"\Qfool\E", "expected an escape of rules"),
        ("[z-a]", "expected a pattern that RE2 accepts, got `invalid character class range: z-a`"),
        ("(?:" * 70 + "x" + ")" * 70, "expected groups at most 60 deep, got more"),
    ],
)
def test_a_pattern_is_refused_with_the_reason(pattern: str, reason: str) -> None:
    quoted = "'" + pattern.replace("'", "''") + "'"
    faults = faults_of(GOOD.replace("'\\byou {fool}s?'", quoted))
    assert len(faults) == 1
    assert faults[0].startswith("rules/manners.yaml:9:14: manners.name-calling: pattern: expected")
    assert reason in faults[0]


def test_all_faults_of_all_files_come_together(tmp_path: Path) -> None:
    for family in ("manners", "rude"):
        text = GOOD.replace("manners", family).replace("rev: 2", "rev: x").replace("0.4", "4")
        (tmp_path / f"{family}.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(RuleError) as caught:
        load([tmp_path, tmp_path / "none.yaml"])
    assert len(caught.value.faults) == 5
    assert sum("rev: expected a whole number" in fault for fault in caught.value.faults) == 2
    assert sum("strength: expected a number" in fault for fault in caught.value.faults) == 2
    assert str(caught.value).count("\n") == 4
    assert "none.yaml: path: expected a rule file or a folder of them, got no such file" in str(
        caught.value
    )


BOMB = "a: &a [x, x]\n" + "".join(
    f"{new}: &{new} [*{old}, *{old}, *{old}]\n"
    for old, new in zip("abcdefghi", "bcdefghij", strict=True)
)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (BOMB, "r.yaml:2:8: alias: expected the value itself (or a name under `lists:`), got *a"),
        ("[" * 500 + "]" * 500, "r.yaml:1:12: nesting: expected at most 12 levels, got more"),
        ("- " * 100_000, "r.yaml:1:23: nesting: expected at most 12 levels, got more"),
        ("a: 1\nb:\tx", "r.yaml:2:3: file: expected blanks, got a tab"),
        (b"schema: \xff", "r.yaml:1:9: file: expected UTF-8, got byte 0xff"),
        ("schema: 'x", "r.yaml:1:11: file: expected YAML, got a fault in it (found unexpected end "
         "of stream)"),
        ("a: 1\n---\na: 2", "r.yaml:3:1: file: expected one document, got two"),
        ("", "r.yaml:1:1: file: expected a map of keys, got ''"),
        ("[1, 2]", "r.yaml:1:1: file: expected a map of keys, got a list"),
        ("? [a]\n: b", "r.yaml:1:3: file: expected a key, got a list"),
        ("schema: 1\nfamily: r\nrules: none", "r.yaml:3:8: rules: expected a list, got none"),
        ("schema: 1\nfamily: r\nrules: [none]", "r.yaml:3:9: rule: expected a map of keys, got "
         "none"),
        ("x" * (5 << 20) + "y", "r.yaml: size: expected at most 5 MB, got more"),
        ("schema: 1\x00", "r.yaml: file: expected YAML, got a fault in it"),
    ],
    ids=["bomb", "flow-depth", "block-depth", "tab", "bytes", "yaml", "documents", "empty", "list",
         "list-key", "rules-text", "rule-text", "size", "control"],
)  # fmt: skip
def test_a_hostile_or_broken_file_is_refused(text: str | bytes, fault: str) -> None:
    assert any(found.startswith(fault) for found in faults_of(text, "r.yaml")), faults_of(
        text, "r.yaml"
    )


def test_a_huge_file_is_not_read_whole(tmp_path: Path) -> None:
    big = tmp_path / "big.yaml"
    with big.open("wb") as file:
        file.truncate(50 << 20)
    with pytest.raises(RuleError, match="size: expected at most 5 MB"):
        load(big)


def test_faults_are_many_but_not_endless() -> None:
    rules = "".join("  - {id: x}\n" for _ in range(500))
    faults = faults_of(f"schema: 1\nfamily: r\nrules:\n{rules}", "r.yaml")
    assert len(faults) == loading.MOST_FAULTS + 1
    assert faults[-1].endswith("faults more")


def test_a_folder_is_read_in_the_order_of_its_names(tmp_path: Path) -> None:
    for family in ("rude", "manners"):
        (tmp_path / f"{family}.yaml").write_text(GOOD.replace("manners", family), encoding="utf-8")
    (tmp_path / "notes.txt").write_text("not rules")
    assert [rule.family for rule in load(tmp_path).rules] == ["manners"] * 2 + ["rude"] * 2
    empty = tmp_path / "empty"
    empty.mkdir()
    with pytest.raises(RuleError, match=r"folder: expected \.yaml files in it, got none"):
        load(empty)


def test_the_built_in_rules_load_the_same_written_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from_yaml = load(loading.rules_folder())
    for file in loading.rules_folder().iterdir():
        if file.name.endswith(loading.ENDINGS):
            (tmp_path / file.name).write_bytes(file.read_bytes())
    monkeypatch.setattr(loading, "rules_folder", lambda: tmp_path)
    write_out(tmp_path, pattern_triggers)
    monkeypatch.setattr(loading, "_parsed", None)  # the YAML is not parsed now
    written = builtin.__wrapped__()
    assert [(r.id, r.hits, r.misses) for r in written.rules] == [
        (r.id, r.hits, r.misses) for r in from_yaml.rules
    ]
    assert written.hash == from_yaml.hash == Pack(written.rules).hash
    assert dict(written.triggers) == pattern_triggers(from_yaml)


def test_what_was_written_out_from_other_rules_is_not_trusted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "manners.yaml"
    file.write_text(GOOD, encoding="utf-8")
    write_out(tmp_path, pattern_triggers)
    file.write_text(GOOD.replace("rev: 2", "rev: 3"), encoding="utf-8")
    monkeypatch.setattr(loading, "rules_folder", lambda: tmp_path)
    assert builtin.__wrapped__().rules[0].rev == 3
    (tmp_path / loading.CACHE_NAME).write_text("{}")
    assert builtin.__wrapped__().rules[0].rev == 3
