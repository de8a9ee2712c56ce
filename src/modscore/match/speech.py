"""Guards that read the words around a hit, and the word lists they go by.

Stage: match; the folded text around a hit, within its sentence, comes in; yes or no goes out.
Each looks at the end of what stands before, or the beginning of what stands after.
"""

from __future__ import annotations

import re
from functools import cached_property

from .late import Late

REACH = 120  # characters of the sentence that are read on either side


class Around:
    """A hit in its sentence. ``negative``: the rule's own pattern is about a denial ("does not
    deserve to live")."""

    def __init__(self, before: str, found: str, after: str, negative: bool = False) -> None:
        self._before = before
        self.before = before.strip()
        self.found = found
        self.after = after
        self.negative = negative

    @cached_property
    def clause(self) -> str:
        """What stands before from its last comma, dash or conjunction; not every guard asks."""
        return str(_BREAK.split(self._before)[-1]).strip(" \"'*_")


_BREAK = re.compile(
    r"[,;:!?()\[\]\n]|\.(?=\s)| -+ |\b(?:but|because|although|though|however|while|whereas|and"
    r"(?= (?:i|you|he|she|they|we|it|this|that)\b))\b"
)


def around(before: str, found: str, after: str, negative: bool = False) -> Around:
    """The parts that the guards read.

    >>> around("not now, you ", "fool", ".").clause
    'you'
    """
    return Around(before, found, after, negative)


def either(words: str) -> str:
    """A pattern for any of these words."""
    return f"(?:{'|'.join(words.split())})"


_BE = either("am is are was were be been being 's 're 'm isn ain seem seems seemed")
_SAY = (
    "say says said saying think thinks thinking thought mean means meant meaning claim claims "
    "claimed claiming imply implies implied implying suggest suggests suggested suggesting believe "
    "believes call calls called calling hope hopes wish wishes want wants wanted accuse accused"
)
_LINK = either(
    "a an the such really that all so as any some my your his her their our necessarily actually "
    "even exactly too very completely totally complete total at like to by of true "
    "you he she they we it i im u ur who this these those there people anyone anybody someone "
    "everyone him them me us am is are was were be been being i'm you're he's she's they're we're "
    "it's that's youre theyre hes shes have has had will would should shall must can could may "
    "might do does did going gonna ever want let here around in thread forum room group " + _SAY
)
_NOT = (
    r"(?:\b(?:not|never|neither|nor|hardly|nobody|none|cannot|isnt|arent|wasnt|werent|dont|doesnt|"
    r"didnt|wont|wouldnt|cant|couldnt|shouldnt|aint|no one|far from|untrue|false|nothing)|n't)\b"
)
_NEGATED = Late(
    rf"{_NOT}(?! (?:only|just|sure|merely|simply)\b)(?: {_LINK}){{0,8}}$"
    r"|\bno(?: (?:such|real|true|more|mere|ordinary|kind of))?$"
)
_ASKED = Late(r"(?:n't|dont|cant|wont|\bnot|\bnever|\bnobody) (?:you|u|they|he|she|we|ya)$")
_NOT_INSIDE = Late(r"\b(?:not|never)\b(?! (?:only|just))|n't\b(?! (?:you|u|they|we)\b)")
_NOT_WORDS = Late(_NOT + r"|\bno\b")


def negated(text: Around) -> bool:
    """Whether it is denied: "not an idiot", "never said you're …", "no fool", "don't …"; not
    "why don't you …", "not only an idiot".

    >>> negated(around("you are not an ", "idiot", ""))
    True
    >>> negated(around("why don't you ", "get lost", ""))
    False
    """
    if not text.negative and _NOT_INSIDE.search(text.found):
        return True
    if not _NOT_WORDS.search(text.clause):
        return False
    return bool(_NEGATED.search(text.clause)) and not _ASKED.search(text.clause)


_GERUND = (
    r"(?:calling|saying|telling|writing|shouting|yelling|screaming|chanting|typing|posting|tweeting|"
    r"asking|threatening|claiming|labell?ing|naming|branding|describing|dismissing|insulting|"
    r"implying|suggesting|using|wishing|urging)"
)
_BEFORE_GERUND = (
    r"(?:^|[,;:.!?(\"]|\b(?:and|or|but|that|by|of|for|from|stop|stopped|quit|without|about|with|not|"
    r"than|is|was|when|while|if|like|start|started|keep|keeps|kept|into|against|after|before|then|"
    r"n't|mean|means|between|just|be|been|people|you|they|he|she|he's|she's|they're|you're))"
)
_SUBJECT_SAYS = Late(rf"{_BEFORE_GERUND} ?{_GERUND}(?: [\w'-]+){{0,8}}$")
_PERFORMED = Late(
    r"\b(?:i'm|i am|im|we're|we are) (?:\w+ ){0,2}(?:calling|telling|saying)|"
    r"\b(?:i|i'd|i'll|we|we'd|let's|let me|just) (?:\w+ )?(?:call|say|said|tell)\b"
)
_CALLED = Late(
    r"\b(?:called|calls|labell?ed|branded|named|nicknamed|dubbed|(?:described|depicted|portrayed|"
    r"dismissed) [\w' ]{1,30} as|referred to [\w' ]{1,30} as|"
    r"(?:to|n't|not|never|you|u|they|people|who|why|dare) call)(?: [\w'-]+){0,5}$"
)
_TOLD = Late(
    r"\b(?:said|says|say|claimed|claims|wrote|writes|shouted|yelled|screamed|implied|insinuated|"
    r"suggested|thinks|thought|accused|(?:told|tells|to tell) (?!(?:the|a|an|this|that|"
    r"my|your)\b)[\w']+)(?: (?:that|to|me|us|him|her|them))*"
    r"(?: (?:i|we|he|she|they|you|it)(?:'m|'re|'s| am| are| is| was| were)(?: [\w']+)"
    r"{0,3}| of being(?: [\w']+){0,2})?$"
)
_NAMED = Late(
    r"\b(?:the|this|that|a|an|which|what|such|any|every|your|his|her|its) (?:[\w-]+ )?(?:word|term|"
    r"phrase|slur|insult|label|epithet|expression|nickname|pejorative|hashtag)(?: (?:like|such as|"
    r"as|of|for someone))?[\"':* ]*$|"
    r"\b(?:words|terms|phrases|slurs|names|insults|labels|epithets|expressions|things|comments|stuff)"
    r"(?: (?:like|such as|as|including))[\"':* ]*(?:[\w' -]+[\"'*]*(?:,| and| or)[\"'* ]*){0,6}$"
)
_DONT_SAY = Late(
    r"(?:n't|\b(?:not|never|stop|quit|dont|shouldnt|cant|cannot|please)) (?:say|use|call|tell|"
    r"shout|write|throw|go around)(?: [\w'-]+){0,6}$"
)
_IS_A_WORD = Late(
    r"[\"'*]*(?: (?:here|there|itself))? (?:is|are|was|were|isn't|as) (?:(?:a|an|the|such|not|just|"
    r"always|also|so|very|really) )*(?:[\w-]+ )?(?:slurs?|insults?|swear ?words?|curse words?|"
    r"words?|terms?|epithets?|labels?|offensive|derogatory|pejorative)\b"
)
_SPEAKING = Late(
    r"ing\b|call|nam|said|say|told|tell|wr[io]te|claim|shout|yell|scream|label|brand|dub|describ|"
    r"depict|portray|dismiss|refer|impl|insinuat|suggest|thought|think|accus|use|throw|word|term|"
    r"phrase|slur|insult|epithet|expression|comment|thing|stuff|pejorative|hashtag|go around"
)


def reported(text: Around) -> bool:
    """Whether it is spoken about, not said: "calling people idiots is wrong", "he called me a …",
    "words like …", "don't say …", "… is a slur"; not "I call you an idiot".

    >>> reported(around("calling people ", "idiots", " is wrong"))
    True
    >>> reported(around("i'm calling you an ", "idiot", ""))
    False
    """
    if _IS_A_WORD.match(text.after):
        return True
    if not _SPEAKING.search(text.before):
        return False
    if _NAMED.search(text.before):
        return True
    if _DONT_SAY.search(text.clause):
        return True
    if _PERFORMED.search(text.clause):
        return False
    said = _SUBJECT_SAYS.search(text.clause) or _CALLED.search(text.clause)
    return bool(said or _TOLD.search(text.clause))
