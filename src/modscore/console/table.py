"""Scores on a terminal: a row a comment, its text marked, its reasons below; then a summary.

Stage: command line; scored comments and summaries come in; rich tables go out. Red marks what is
toxic, yellow a claim without support, magenta shouting.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

from ..records import SIGNALS, CommentScore, Provenance, Summary
from .bars import bar, block, sparkline
from .choose import Scored
from .marks import marks, reasons
from .safe import clean, shown

LONGEST = 2000  # characters of a comment that a row shows
STYLES = {
    "toxicity": "red",
    "unsupported_claims": "yellow",
    "shouting": "magenta",
    "quality": "green",
}
PAINT = {"unsupported_claims": "yellow", "shouting": "bold magenta", "toxicity": "bold red"}
HEADS = {"toxicity": "toxic", "unsupported_claims": "unsup", "shouting": "shout", "quality": "qual"}
ROWS = 100  # laid out together, so that a long list begins to appear at once


def marked(score: CommentScore) -> Text:
    """The comment's text with its findings coloured, safe to print."""
    text = score.text[:LONGEST]
    styles = [""] * len(text)

    def paint(start: int, end: int, style: str) -> None:
        for at in range(start, min(end, len(text))):
            styles[at] = style

    found = marks(score)
    for signal, style in PAINT.items():
        for mark in found:
            if mark.signal == signal:
                paint(mark.start, mark.end, style)
    out = Text(overflow="fold")
    line_start = True  # blank lines and blanks at a line's start are dropped
    at = 0
    for style, run in itertools.groupby(styles):
        pieces = []
        for character in text[at : (at := at + sum(1 for _ in run))]:
            if not (line_start and character.isspace()):
                pieces.append(shown(character))
                line_start = character == "\n"
        out.append("".join(pieces), style or None)
    out.rstrip()
    if len(score.text) > LONGEST:
        out.append(f" … {len(score.text) - LONGEST} more characters", "dim")
    return out


def print_comments(console: Console, rows: Sequence[Scored], several: bool) -> None:
    """A table with a row a comment; ``several`` shows the thread's id too."""
    for start in range(0, len(rows), ROWS):
        table = _table(console.width, headed=start == 0)
        for scored in rows[start : start + ROWS]:
            table.add_row(*_row(scored, several, _bar_width(console.width)))
        console.print(table)
        console.print()  # rich leaves out the last row's blank line


def print_summary(console: Console, summaries: Sequence[Summary], made: Provenance | None) -> None:
    """What the whole thread, or all threads together, come to."""
    comments = sum(s.comments for s in summaries)
    threads = f" in {len(summaries)} threads" if len(summaries) > 1 else ""
    console.print(Text(f"{comments} comments{threads}", "bold"))
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0), pad_edge=False)
    course = len(summaries) == 1 and comments > 1
    for signal in SIGNALS:
        shares = [_mean(s.course[signal]) for s in summaries if s.course[signal]]
        mean = _mean(shares)
        flagged = sum(s.flagged.get(signal, 0) for s in summaries)
        line = sparkline(summaries[0].course[signal]) if course else ""
        note = "" if signal == "quality" else f"{flagged} flagged" if flagged else "none flagged"
        worst = [w for w in summaries[0].worst[signal] if _stands_out(signal, w.score)]
        if course and worst:
            ids = ", ".join(clean(one.id) for one in worst[:3])
            note += f"{'; ' if note else ''}{'lowest' if signal == 'quality' else 'highest'}: {ids}"
        style = STYLES[signal]
        table.add_row(
            Text(signal.replace("_", " "), style),
            Text(f"{mean:.2f} {bar(mean, 8)}", style),
            Text(line, style),
            Text(note),
        )
    console.print(table)
    uncertain = sum(s.uncertain for s in summaries)
    if uncertain:
        few = "comment gives" if uncertain == 1 else "comments give"
        console.print(Text(f"{uncertain} {few} too little to go by", "dim"))
    if made is not None:
        models = ", ".join(f"{m.id} {m.hash[:8]}" for m in made.models)
        foot = f"modscore {made.version}, preset {made.preset}, rules {made.rules_hash[:8]}"
        console.print(Text(f"{foot}{', ' if models else ''}{models}", "dim"))


def _table(width: int, headed: bool) -> Table:
    table = Table(box=None, show_header=headed, padding=(0, 1, 1, 0), pad_edge=False, expand=True)
    table.add_column("id", width=6, overflow="fold", style="dim")
    for signal in SIGNALS:
        table.add_column(HEADS[signal], width=_bar_width(width) + 3, no_wrap=True)
    table.add_column("comment", ratio=1)
    return table


def _bar_width(width: int) -> int:
    return 5 if width >= 110 else 2


def _row(scored: Scored, several: bool, wide: int) -> list[RenderableType]:
    score = scored.score
    cells: list[RenderableType] = [
        Text(clean(f"{scored.thread}:{score.id}" if several else score.id), overflow="fold")
    ]
    for signal in SIGNALS:
        share: float = getattr(score, signal)
        drawn = bar(share, wide) if wide > 2 else block(share) + " "
        number = "1.0" if share >= 0.995 else f"{share:.2f}"[1:]
        over = signal in score.flags
        cells.append(Text(f"{number}{drawn}", f"bold {STYLES[signal]}" if over else STYLES[signal]))
    text = marked(score)
    for signal, sentence in reasons(score):
        text.append("\n  · ", "dim")
        text.append(sentence, f"dim {STYLES[signal]}")
    if score.uncertain:
        text.append(f"\n  · little to go by: {clean(score.uncertain)}", "dim")
    cells.append(text)
    return cells


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0


def _stands_out(signal: str, share: float) -> bool:
    return share <= 0.5 if signal == "quality" else share >= 0.3
