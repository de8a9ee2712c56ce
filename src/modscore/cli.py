"""The command line: thin, everything it does stands in the library.

Stage: the outermost; words from the shell come in; scores on a terminal or in rows go out.
"""

from __future__ import annotations

import difflib
import io
import sys
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from ._version import __version__
from .console import batch, models, options, report, rules, serve, train
from .console.choose import Choice, reaches
from .console.guard import FOUND, INTERRUPTED, guarded
from .console.run import make_scorer, opened, results
from .console.safe import clean, say
from .errors import SettingError
from .threads.build import UNNAMED


class Guarded(TyperGroup):
    """The commands, each run under `guarded`."""

    def invoke(self, ctx: Any) -> Any:
        """Run the command."""
        with guarded():
            return super().invoke(ctx)


app = typer.Typer(
    cls=Guarded,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
app.add_typer(rules.app, name="rules")
app.add_typer(models.app, name="models")
app.add_typer(train.app, name="train")
app.command()(batch.batch)
app.command()(serve.serve)
app.command()(serve.calibrate)


def _version(asked: bool) -> None:
    if not asked:
        return
    with guarded():
        print(f"modscore {__version__}")
        made = make_scorer().provenance
        print(f"rules {made.rules_hash}")
        for model in made.models:
            print(f"model {model.id} {model.hash}")
    raise typer.Exit


@app.callback()
def modscore(
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_version, is_eager=True, help="With the hashes of rules, models."
        ),
    ] = False,
) -> None:
    """Score what people write in discussions, on this machine: how toxic, how far without support,
    how shouted, how good, and why.

    \b
      modscore score thread.txt                  a table, the text marked, and a summary
      modscore score thread.txt --article 2      the first two paragraphs are the article
      modscore explain thread.txt --id 7         sentences a moderator could send
      modscore score comments.csv -o scores.csv  rows for a spreadsheet
      curl … | modscore score - --format jsonl | jq .toxicity

    \b
    Exit codes: 0 done; 1 a comment reaches --fail-on, or a test of rules or models fails;
    2 wrong usage or unreadable input; 130 interrupted; 141 the reader of a pipe has gone.
    NO_COLOR is honoured.
    """


@app.command()
def score(
    path: options.SourcePath,
    *,
    format: options.Format = "auto",
    preset: options.Preset = "default",
    points: options.Points = "balanced",
    article: options.Article = 0,
    column: options.Column = None,
    output: Annotated[
        str | None,
        typer.Option("--output", "-o", metavar="FILE", help="Write rows: .jsonl, .csv; - here."),
    ] = None,
    top: Annotated[
        int | None, typer.Option(metavar="N", min=1, help="Only the N worst, the worst first.")
    ] = None,
    sort: Annotated[
        str | None,
        typer.Option(
            metavar="SIGNAL",
            help="The worst in this signal first. Without it, the worst is the highest of "
            "toxicity, unsupported claims and shouting.",
        ),
    ] = None,
    minimum: Annotated[
        list[str] | None,
        typer.Option(
            "--min",
            metavar="SIGNAL=SHARE",
            help="Only comments that reach this, as toxicity=0.5; of several, any.",
        ),
    ] = None,
    fail_on: Annotated[
        list[str] | None,
        typer.Option(metavar="SIGNAL=SHARE", help="Exit code 1 if a comment reaches this."),
    ] = None,
    rules: options.Rules = None,
    off: options.Off = None,
    lenient: options.Lenient = False,
    text: options.Text = False,
    as_json: Annotated[
        bool,
        typer.Option("--json", help="A line of JSON a thread: comments, summary, provenance."),
    ] = False,
    table: Annotated[
        bool, typer.Option("--table", help="The table also where the output is no terminal.")
    ] = False,
) -> None:
    """Score every comment of a file: plain text, JSON, JSON lines, CSV or TSV.

    \b
    On a terminal: a table, what was found coloured in the text (red toxic, yellow a claim without
    support, magenta shouting), and a summary. Into a pipe or with -o: a row a comment.

    \b
      modscore score thread.txt --article 4
      modscore score thread.json --top 10 --sort quality
      modscore score comments.csv --column text=body --min toxicity=0.5 -o flagged.csv
      modscore score new.jsonl --rules our-rules.yaml --off profanity.mild
      modscore score thread.txt --fail-on toxicity=0.9 && echo "calm enough"
    """
    chosen = Choice(
        options.limits("min", minimum), options.signal("sort", sort) if sort else None, top
    )
    failing = options.limits("fail-on", fail_on)
    as_rows = output is not None or not (as_json or table or sys.stdout.isatty())
    if as_json and (output is not None or table or chosen.ordered or minimum):
        raise SettingError("--json: expected no -o, --table, --top, --sort or --min beside it")
    if as_rows:
        taker = report.rows(output or "-", chosen, text)
    else:
        taker = report.whole(text) if as_json else report.table(chosen)
    plain = as_json or output == "-"  # rows that would run through a bar
    failed = False
    comments = 0
    with opened(path, format, article, column, lenient) as threads, taker as take:
        scorer = make_scorer(preset, points, rules, off, lenient=lenient)
        for result in results(scorer, threads, bar=not (plain and sys.stdout.isatty())):
            take(result)
            comments += len(result.comments)
            failed = failed or (bool(failing) and any(reaches(c, failing) for c in result.comments))
    if not comments:
        say(f"modscore: {path}: no comments in it")
    if failed:
        raise typer.Exit(FOUND)


@app.command()
def explain(
    path: options.SourcePath,
    *,
    id: Annotated[
        str | None, typer.Option("--id", help="This comment; without it, all that are flagged.")
    ] = None,
    format: options.Format = "auto",
    preset: options.Preset = "default",
    points: options.Points = "balanced",
    article: options.Article = 0,
    column: options.Column = None,
    rules: options.Rules = None,
    off: options.Off = None,
    lenient: options.Lenient = False,
) -> None:
    """Say why comments scored what they did, in sentences a moderator could send.

    \b
      modscore explain thread.txt --article 4
      modscore explain thread.json --id 17
    """
    known: list[str] = []
    with opened(path, format, article, column, lenient) as threads:
        for result in results(make_scorer(preset, points, rules, off, lenient=lenient), threads):
            ids = [comment.id for comment in result.comments]
            if id is None:
                if known:
                    print()
                if known or result.id != UNNAMED:
                    print(f"Thread {clean(result.id)}.")
                print(clean(result.explain()))
            elif id in ids:
                print(clean(result.explain(id)))
                return
            known += ids
    if id is not None:
        near = difflib.get_close_matches(id, known[:10_000], 1)
        hint = f" (did you mean {near[0]}?)" if near else ""
        raise SettingError(f"--id: expected the id of a comment in {path}, got {id!r}{hint}")
    if not known:
        say(f"modscore: {path}: no comments in it")


def main() -> None:
    """What the command ``modscore`` runs."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a narrow terminal encoding must not end a run
            stream.reconfigure(errors="replace")
    try:
        app(prog_name="modscore")
    except KeyboardInterrupt:  # before or after a command runs
        sys.exit(INTERRUPTED)


if __name__ == "__main__":
    main()
