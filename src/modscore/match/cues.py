"""The guards that read, by name, and the words that make it worth reading.

Stage: match; nothing comes in; guards, their cue words, and words of agreement go out.
"""

from __future__ import annotations

from collections.abc import Callable

from . import aims, speech
from .late import Late

# Words one of which is in the clause, the hit or just after it where the guard can hold. They keep
# most hits from being read at all.
_NT = (
    "don't doesn't didn't isn't aren't wasn't weren't won't wouldn't can't couldn't shouldn't "
    "haven't hasn't hadn't ain't mustn't needn't shan't mightn't"
)
CUES: dict[str, str] = {
    "negated": "not never neither nor hardly nobody none cannot isnt arent wasnt werent dont "
    f"doesnt didnt wont wouldnt cant couldnt shouldnt aint no far untrue false nothing {_NT}",
    "reported": "calling saying telling writing shouting yelling screaming chanting typing posting "
    "tweeting asking threatening claiming labelling labeling naming branding describing dismissing "
    "insulting implying suggesting using wishing urging called calls call labelled labeled branded "
    "named nicknamed dubbed described depicted portrayed dismissed referred said says say claimed "
    "claims wrote writes shouted yelled screamed implied insinuated suggested thinks thought "
    "accused told tells tell use shout write throw go word words term terms phrase phrases slur "
    "slurs insult insults label labels epithet epithets expression expressions nickname "
    "pejorative hashtag names things comments stuff swearword swear curse offensive derogatory",
    "self": "i im i'm i've i'd we we're me myself my mine",
    "reclaimed": "as i'm im i we're we us fellow proud proudly call identify my our pride power "
    "rights community culture liberation history studies theory",
}
CUE_WORDS = {name: frozenset(words.split()) for name, words in CUES.items()}

BY_NAME: dict[str, Callable[[speech.Around], bool]] = {
    "negated": speech.negated,
    "reported": speech.reported,
    "self": aims.self_directed,
    "reclaimed": aims.reclaimed,
    "object": aims.at_object,
    "title": aims.title,
    "question": aims.question,
}

_OWN_WORDS = (
    r"(?:exactly|precisely|so true|this is true|very true|how true|true that|true|i agree|agreed?|"
    r"totally agree|i totally agree|i fully agree|i completely agree|he is right|he's right|"
    r"hes right|she is right|she's right|they are right|they're right|you are right|you're right|"
    r"he has a point|is right|is so right|is spot on|well said|well put|nicely put|"
    r"couldn't agree more|could not agree more|couldnt agree more|"
    r"couldn't have said it better(?: myself)?|my thoughts exactly|spot on|amen|hear,? hear|"
    r"this|this \^+|\^+ ?this|\^+|so much this|"
    r"absolutely|right on|nailed it|you nailed it|he nailed it|preach|quoted? for truth|qft|"
    r"took the words out of my mouth|100%|\+1|as he says|as she says|like he says|as he said)"
)
ENDORSING_AFTER = Late(rf"[\s*_~\"'>\]-]*{_OWN_WORDS}(?=\s*(?:[.,;:!\n]|$))")
ENDORSING_BEFORE = Late(rf"(?:^|[\s.,;:!])(?:\w+ )?{_OWN_WORDS}[\s.,:;!*_~\"'>\[-]*$")
