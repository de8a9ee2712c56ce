"""The nodes of a rule file checked against the schema.

Stage: rulebook; nodes with their places come in; `Rule`s go out, and every fault on the way.
"""

from __future__ import annotations

from pathlib import PurePath

from . import schema
from .fields import Fields
from .nodes import Node, Reader
from .schema import Rule

MOST_RULES = 5_000
NEEDED = ("id", "rev", "kind", "signal", "strength", "why", "hits", "misses")


def rules_of(root: Node | None, place: str, faults: list[str]) -> list[Rule]:
    """The rules of one file; what is wrong is added to ``faults``."""
    reader = Reader(place, faults)
    root = root or Node("text", "", 1, 1)
    keys = reader.keys(root, "file", schema.FILE_KEYS, ("schema", "family", "rules"))
    version = keys.get("schema")
    if version is not None and version.value != str(schema.SCHEMA):
        reader.fault(version, "schema", f"expected {schema.SCHEMA}, got {version}")
    family = _family(reader, keys.get("family"))
    lists = _lists(reader, keys["lists"]) if "lists" in keys else {}
    nodes = reader.items(keys.get("rules"), "rules", MOST_RULES)
    rules = [_rule(reader, node, family, lists) for node in nodes]
    return [rule for rule in rules if rule is not None]


def _family(reader: Reader, node: Node | None) -> str | None:
    if node is None:
        return None
    stem = PurePath(reader.place).stem
    if node.kind != "text" or not schema.FAMILY_FORM.fullmatch(node.value):
        reader.fault(node, "family", f"expected a lower-case name, got {node}")
    elif reader.place.endswith((".yaml", ".yml")) and node.value != stem:
        reader.fault(node, "family", f"expected the file's name `{stem}`, got {node}")
    else:
        return str(node.value)
    return None


def _lists(reader: Reader, node: Node) -> dict[str, list[str]]:
    found = {}
    for key, values in reader.pairs(node, "lists"):
        subject = f"lists.{key.value}"
        if not schema.LIST_FORM.fullmatch(key.value):
            reader.fault(key, subject, f"expected a lower-case name, got {key}")
        found[key.value] = [text for text, _ in reader.texts(values, subject, schema.MOST_TERMS)]
    return found


def _rule(
    reader: Reader, node: Node, family: str | None, lists: dict[str, list[str]]
) -> Rule | None:
    before = len(reader.faults)
    pairs = zip(node.value[::2], node.value[1::2], strict=True) if node.kind == "map" else ()
    given = {key.value: value for key, value in pairs if key.kind == "text"}
    name = given["id"].value if "id" in given and given["id"].kind == "text" else "rule"
    fields = Fields(reader, str(name), lists)
    kind = fields.word(given["kind"], "kind", schema.KINDS) if "kind" in given else None
    own = schema.KIND_KEYS[kind] if kind else tuple(schema.ALL_KIND_KEYS)
    needed = NEEDED + (own[:1] if kind else ())
    keys = reader.keys(node, fields.name, (*schema.COMMON_KEYS, *own), needed)
    made = Rule(
        id=fields.id(keys.get("id"), family),
        rev=fields.rev(keys.get("rev")),
        kind=kind or "",
        signal=fields.word(keys.get("signal"), "signal", schema.SIGNALS) or "",
        strength=fields.strength(keys.get("strength"), "strength"),
        why=fields.why(keys.get("why")),
        terms=fields.terms(keys.get("terms")),
        patterns=fields.patterns(keys.get("pattern")),
        inflect=fields.flag(keys.get("inflect"), "inflect"),
        obfuscated=fields.flag(keys.get("obfuscated"), "obfuscated"),
        attributes=fields.attributes(keys.get("attributes")),
        unless=fields.unless(keys.get("unless")),
        hits=fields.examples(keys.get("hits"), "hits"),
        misses=fields.examples(keys.get("misses"), "misses"),
        place=f"{reader.place}:{node.line}:{node.column}",
    )
    return made if len(reader.faults) == before else None
