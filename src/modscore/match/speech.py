"""Guards that read the words around a hit, and the word lists they go by.

Stage: match; the folded text around a hit, within its sentence, comes in; yes or no goes out.
Each looks at the end of what stands before, or the beginning of what stands after.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

REACH = 160  # characters of the sentence that are read on either side


class Around(NamedTuple):
    """A hit in its sentence. ``clause`` is ``before`` from its last comma, dash or conjunction;
    ``negative``: the rule's own pattern is about a denial ("does not deserve to live")."""

    before: str
    clause: str
    found: str
    after: str
    negative: bool = False


_BREAK = re.compile(
    r".*(?:[,;:!?()\[\]\n]|\.(?=\s)| -+ |\b(?:but|because|although|though|however|while|whereas|and"
    r"(?= (?:i|you|he|she|they|we|it|this|that)\b)))",
    re.DOTALL,
)


def around(before: str, found: str, after: str, negative: bool = False) -> Around:
    """The parts that the guards read.

    >>> around("not now, you ", "fool", ".").clause
    'you'
    """
    cut = _BREAK.match(before)
    clause = before[cut.end() :] if cut else before
    return Around(before.strip(), clause.strip(" \"'*_"), found, after, negative)


def _after_words(words: str) -> str:
    return f"(?:{'|'.join(words.split())})"


_BE = _after_words("am is are was were be been being 's 're 'm isn ain seem seems seemed")
_SAY = (
    "say says said saying think thinks thinking thought mean means meant meaning claim claims "
    "claimed claiming imply implies implied implying suggest suggests suggested suggesting believe "
    "believes call calls called calling hope hopes wish wishes want wants wanted accuse accused"
)
_LINK = _after_words(
    "a an the such really that all so as any some my your his her their our necessarily actually "
    "even exactly too very completely totally complete total at like to by of true "
    "you he she they we it i im u ur who this these those there people anyone anybody someone "
    "everyone him them me us am is are was were be been being i'm you're he's she's they're we're "
    "it's that's youre theyre hes shes have has had will would should shall must can could may "
    "might do does did going gonna ever want let " + _SAY
)
_NOT = (
    r"(?:\b(?:not|never|neither|nor|hardly|nobody|none|cannot|isnt|arent|wasnt|werent|dont|doesnt|"
    r"didnt|wont|wouldnt|cant|couldnt|shouldnt|aint|no one|far from|untrue|false|nothing)|n't)\b"
)
_NEGATED = re.compile(
    rf"{_NOT}(?! (?:only|just|sure|merely|simply)\b)(?: {_LINK}){{0,8}}$"
    r"|\bno(?: (?:such|real|true|more|mere|ordinary|kind of))?$"
)
_ASKED = re.compile(r"(?:n't|dont|cant|wont|\bnot|\bnever|\bnobody) (?:you|u|they|he|she|we|ya)$")
_NOT_INSIDE = re.compile(r"\b(?:not|never)\b(?! (?:only|just))|n't\b(?! (?:you|u|they|we)\b)")
_NOT_WORDS = re.compile(_NOT + r"|\bno\b")


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
_SUBJECT_SAYS = re.compile(rf"{_BEFORE_GERUND} ?{_GERUND}(?: [\w'-]+){{0,8}}$")
_PERFORMED = re.compile(
    r"\b(?:i'm|i am|im|we're|we are) (?:\w+ ){0,2}(?:calling|telling|saying)|"
    r"\b(?:i|i'd|i'll|we|we'd|let's|let me|just) (?:\w+ )?(?:call|say|said|tell)\b"
)
_CALLED = re.compile(
    r"\b(?:called|calls|labell?ed|branded|named|nicknamed|dubbed|(?:described|depicted|portrayed|"
    r"dismissed) [\w' ]{1,30} as|referred to [\w' ]{1,30} as|"
    r"(?:to|n't|not|never|you|u|they|people|who|why|dare) call)(?: [\w'-]+){0,5}$"
)
_TOLD = re.compile(
    r"\b(?:said|says|say|claimed|claims|wrote|writes|shouted|yelled|screamed|implied|insinuated|"
    r"suggested|thinks|thought|accused|(?:told|tells|tell|telling) [\w']+)(?: (?:that|to|me|us|him|"
    r"her|them))*(?: (?:i|we|he|she|they|you|it)(?:'m|'re|'s| am| are| is| was| were)(?: [\w']+)"
    r"{0,3}| of being(?: [\w']+){0,2})?$"
)
_NAMED = re.compile(
    r"\b(?:the|this|that|a|an|which|what|such|any|every|your|his|her|its) (?:[\w-]+ )?(?:word|term|"
    r"phrase|slur|insult|label|epithet|expression|nickname|pejorative|hashtag)(?: (?:like|such as|"
    r"as|of|for someone))?[\"':* ]*$|"
    r"\b(?:words|terms|phrases|slurs|names|insults|labels|epithets|expressions|things|comments|stuff)"
    r"(?: (?:like|such as|as|including))[\"':* ]*(?:[\w' -]+[\"'*]*(?:,| and| or) [\"'*]*){0,6}$"
)
_DONT_SAY = re.compile(
    r"(?:n't|\b(?:not|never|stop|quit|dont|shouldnt|cant|cannot|please)) (?:say|use|call|tell|shout|"
    r"write|throw|go around)(?: [\w'-]+){0,6}$"
)
_IS_A_WORD = re.compile(
    r"[\"'*]*(?: (?:here|there|itself))? (?:is|are|was|were|isn't|as) (?:(?:a|an|the|such|not|just|"
    r"always|also|so|very|really) )*(?:[\w-]+ )?(?:slurs?|insults?|swear ?words?|curse words?|words?|"
    r"terms?|epithets?|labels?|offensive|derogatory|pejorative)\b"
)
_SPEAKING = re.compile(
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


_FILL = _after_words(
    "a an the such so too like as really just being be been bit of kind sort total complete "
    "absolute utter bloody fucking damn own always also still often sometimes totally completely "
    "pretty very quite little big huge real feeling looking to sounding acting probably definitely "
    "basically honestly clearly sometimes once only rather somewhat truly"
)
_SELF = re.compile(
    r"\b(?:(?:i|im|i'm|i've been|i'd been)(?: (?:am|was|feel|felt|look|looked|sound|sounded|seem|act|"
    r"acted|behaved|must be|can be|could be|might be|may be|have been|had been|should|need|needed|"
    r"must|have|had|ought|better|deserve|become|became|turned into))?|"
    r"we're|we are|we were|we have been|(?:makes?|made|making|calls?|called|consider|considers) "
    r"(?:me|myself)(?: (?:feel|look|sound|seem))?)(?: " + _FILL + r"| all| both| bunch| my)*$"
)
_SELF_INSIDE = re.compile(r"(?:i|i'm|im|i am|i was|my|me)\b(?!.*\b(?:you|your|him|her|them)\b)")
_SELF_AFTER = re.compile(r",? (?:me\b|\w+ of mine\b|like me\b|myself\b)|,? (?:old )?me[.!]")
_MY = re.compile(r"\bmy(?: own)?$")
_MY_OWN = re.compile(
    r" (?:brain|head|mouth|self|ass|arse|fingers?|mistakes?|fault|questions?|ideas?|typos?|eyes?|"
    r"hands?|face|memory|english|life|luck|mind|body|feet|heart|grammar|spelling|post|comment)\b"
)


def self_directed(text: Around) -> bool:
    """Whether the writer speaks of himself: "I'm such an idiot", "stupid me", "we are fools".

    >>> self_directed(around("i am such an ", "idiot", "."))
    True
    """
    if _SELF_INSIDE.match(text.found) or _SELF_AFTER.match(text.after):
        return True
    if _SELF.search(text.clause):
        return True
    return bool(_MY.search(text.clause) and _MY_OWN.match(text.after))


_RECLAIMED = re.compile(
    r"\b(?:as an?|i'm|im|i am|we're|we are|us|we|fellow|proud to be|proud|proudly|call myself|"
    r"identify as)(?: (?:a|an|the|proud|out|openly|black|gay|trans|old|fat|big|bad|little|young|"
    r"happy|real|certified|fellow|own|disabled|brown|native|all|such))*$|"
    r"\b(?:my|our)(?: (?:fellow|own|favourite|favorite|main))?$"
)
_RECLAIMED_AFTER = re.compile(
    r"(?: \w+)? (?:pride|power|rights|community|culture|liberation|history|studies|theory|and "
    r"proud|and i love|and i am proud)\b"
)


def reclaimed(text: Around) -> bool:
    """Whether a group's own member uses the word: "as a proud …", "I'm a …", "us …", "my …".

    >>> reclaimed(around("as a proud ", "queer", " woman"))
    True
    """
    return bool(_RECLAIMED.search(text.clause) or _RECLAIMED_AFTER.match(text.after))


_THINGS = (
    r"(?:printers?|code|games?|doors?|machines?|computers?|laptops?|phones?|cars?|apps?|websites?|"
    r"sites?|servers?|software|programs?|updates?|bugs?|builds?|scripts?|compilers?|cables?|weather|"
    r"traffic|trains?|bus|buses|bikes?|engines?|keyboards?|mouse|screens?|monitors?|tv|internet|wifi|"
    r"wi-fi|network|router|battery|charger|driver update|drivers?|firmware|libraries|library|api|"
    r"function|method|class|test|tests|error|errors|config|settings?|button|buttons|menu|interface|"
    r"ui|design|layout|font|file|files|folder|database|query|table|chair|oven|fridge|kettle|toaster|"
    r"washing machine|lawnmower|tap|pipe|roof|road|roads|bridge|parking|lights?|alarm|clock|watch|"
    r"camera|battery|plan|rule|rules|law|policy|idea|ideas|movie|film|song|book|episode|show|match|"
    r"meeting|form|queue|article|headline|box|bag|shoes?|coffee|tea|food|soup|sandwich|thing|stuff)"
)
_THING_AFTER = re.compile(rf"(?: [\w-]+)?[ -]{_THINGS}\b")
_THING_BEFORE = re.compile(
    rf"\b{_THINGS}(?:'s)?(?: (?:i|we|they|you|he|she)(?: \w+){{1,2}})?(?: (?:itself|here|there|now))?"
    rf"(?: (?:is|are|was|were|looks|feels|works|runs|sounds|has been|is still|can be|seems))"
    rf"(?: (?:a|an|the|such|so|just|really|total|complete|absolute|pure|utter|like|an old|"
    rf"fucking|bloody|piece|of|pile|load))*$"
)


def at_object(text: Around) -> bool:
    """Whether a thing is meant: "this stupid printer", "my phone is a piece of …".

    >>> at_object(around("this ", "stupid", " printer again"))
    True
    """
    return bool(_THING_AFTER.match(text.after) or _THING_BEFORE.search(text.clause))


_WORK = (
    r"(?:films?|movies?|novels?|books?|songs?|albums?|band|series|tv series|shows?|plays?|operas?|"
    r"magazine|games?|comics?|tracks?|singles?|episodes?|musical|poems?|documentary|character)"
)
_TITLE_AFTER = re.compile(rf"[\"'*_]* ?\((?:[\w'-]+ ){{0,3}}{_WORK}\b|[\"*_]+,? the {_WORK}\b")
_TITLE_BEFORE = re.compile(
    rf"\b{_WORK}(?: (?:called|titled|entitled|named|is))?,?:? (?:[\"'*_] ?)*(?:\w+ )?$"
)


def title(text: Around) -> bool:
    """Whether it is the name of a work: "Idiot (film)", "the novel The Idiot".

    >>> title(around("", "idiot", " (2012 film)"))
    True
    """
    return bool(_TITLE_AFTER.match(text.after) or _TITLE_BEFORE.search(text.before + " "))


def question(text: Around) -> bool:
    """Whether the sentence asks.

    >>> question(around("are all ", "swans", " white?"))
    True
    """
    return text.after.rstrip(" \"')\n").endswith("?")


BY_NAME: dict[str, Callable[[Around], bool]] = {
    "negated": negated,
    "reported": reported,
    "self": self_directed,
    "reclaimed": reclaimed,
    "object": at_object,
    "title": title,
    "question": question,
}

_OWN_WORDS = (
    r"(?:exactly|precisely|so true|this is true|very true|how true|true that|true|i agree|agreed?|"
    r"totally agree|i totally agree|i fully agree|i completely agree|he is right|he's right|hes right|"
    r"she is right|she's right|they are right|they're right|you are right|you're right|he has a point|"
    r"is right|is so right|is spot on|well said|well put|nicely put|couldn't agree more|"
    r"could not agree more|couldnt agree more|couldn't have said it better(?: myself)?|"
    r"my thoughts exactly|spot on|amen|hear,? hear|this|this \^+|\^+ ?this|\^+|so much this|"
    r"absolutely|right on|nailed it|you nailed it|he nailed it|preach|quoted? for truth|qft|"
    r"took the words out of my mouth|100%|\+1|as he says|as she says|like he says|as he said)"
)
ENDORSING_AFTER = re.compile(rf"[\s*_~\"'>\]-]*{_OWN_WORDS}(?=\s*(?:[.,;:!\n]|$))")
ENDORSING_BEFORE = re.compile(rf"(?:^|[\s.,;:!])(?:\w+ )?{_OWN_WORDS}[\s.,:;!*_~\"'>\[-]*$")
