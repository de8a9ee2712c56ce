"""Which language a comment is in, as far as the scorer can tell.

Stage: server, Perspective; a `CommentScore` comes in; a BCP-47 tag goes out, or None when nothing
can be told. It is read from the reason that the scorer gives for being uncertain.
"""

from __future__ import annotations

from ...records import CommentScore

_NAMED = {  # language or script, as the scorer names them
    "French": "fr",
    "German": "de",
    "Spanish": "es",
    "Portuguese": "pt",
    "Italian": "it",
    "Dutch": "nl",
    "Swedish, Danish or Norwegian": "sv",
    "Polish": "pl",
    "Turkish": "tr",
    "Indonesian or Malay": "id",
    "Vietnamese": "vi",
    "Romanian": "ro",
    "Hungarian": "hu",
    "Finnish": "fi",
    "Czech or Slovak": "cs",
    "Filipino": "fil",
    "Chinese": "zh",
    "Japanese": "ja",
    "Korean": "ko",
    "Greek": "el",
    "Hebrew": "he",
    "Thai": "th",
    "Armenian": "hy",
    "Georgian": "ka",
    "Cyrillic": "und-Cyrl",  # a script of many languages
    "Arabic": "und-Arab",
    "Devanagari": "und-Deva",
}
_BLIND = ("blank", "no words:", "hardly any word")


def detected(score: CommentScore) -> str | None:
    """The tag of the language; "und" for one without a name here; None when there is nothing to
    tell it by. What only quotes or links counts as English: its score is sound."""
    reason = score.uncertain
    if reason is None or reason.startswith("no words of the writer's own"):
        return "en"
    if reason.startswith(_BLIND):
        return None
    named = reason.removeprefix("likely ").removeprefix("written in ")
    return _NAMED.get(named.split(";")[0].removesuffix(" script"), "und")
