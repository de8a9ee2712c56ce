"""Guards that ask whom or what a hit is aimed at.

Stage: match; a hit in its sentence comes in; yes or no goes out.
"""

from __future__ import annotations

from .late import Late
from .speech import Around, either

_FILL = either(
    "a an the such so too like as really just being be been bit of kind sort total complete "
    "absolute utter bloody fucking damn own always also still often sometimes totally completely "
    "pretty very quite little big huge real feeling looking to sounding acting probably definitely "
    "basically honestly clearly sometimes once only rather somewhat truly"
)
_SELF = Late(
    r"\b(?:(?:i|im|i'm|i've been|i'd been)(?: (?:am|was|feel|felt|look|looked|sound|sounded|seem|"
    r"act|acted|behaved|must be|can be|could be|might be|may be|have been|had been|should|need|"
    r"needed|must|have|had|ought|better|deserve|become|became|turned into))?|"
    r"we're|we are|we were|we have been|(?:makes?|made|making|calls?|called|consider|considers) "
    r"(?:me|myself)(?: (?:feel|look|sound|seem))?)(?: " + _FILL + r"| all| both| bunch| my)*$"
)
_SELF_INSIDE = Late(r"(?:i'm\b|im\b|my\b|me\b|i (?=\w\w))(?!.*\b(?:you|your|him|her|them)\b)")
_SELF_AFTER = Late(r",? (?:me\b|(?:\w+ )?of mine\b|like me\b|myself\b)|,? (?:old )?me[.!]")
_MY = Late(r"\bmy(?: own)?$")
_MY_OWN = Late(
    r" (?:brain|head|mouth|self|ass|arse|fingers?|mistakes?|fault|questions?|ideas?|typos?|eyes?|"
    r"hands?|face|memory|english|life|luck|mind|body|feet|heart|grammar|spelling|post|comment)\b"
)


def self_directed(text: Around) -> bool:
    """Whether the writer speaks of himself: "I'm such an idiot", "stupid me", "we are fools".

    >>> from modscore.match.speech import around
    >>> self_directed(around("i am such an ", "idiot", "."))
    True
    """
    if _SELF_INSIDE.match(text.found) or _SELF_AFTER.match(text.after):
        return True
    if _SELF.search(text.clause):
        return True
    return bool(_MY.search(text.clause) and _MY_OWN.match(text.after))


_RECLAIMED = Late(
    r"\b(?:as an?|i'm|im|i am|we're|we are|us|we|fellow|proud to be|proud|proudly|call myself|"
    r"identify as)(?: (?:a|an|the|proud|out|openly|black|gay|trans|old|fat|big|bad|little|young|"
    r"happy|real|certified|fellow|own|disabled|brown|native|all|such))*$|"
    r"\b(?:my|our)(?: (?:fellow|own|favourite|favorite|main))?$"
)
_RECLAIMED_AFTER = Late(
    r"(?: \w+)? (?:pride|power|rights|community|culture|liberation|history|studies|theory|and "
    r"proud|and i love|and i am proud)\b"
)


def reclaimed(text: Around) -> bool:
    """Whether a group's own member uses the word: "as a proud …", "I'm a …", "us …", "my …".

    >>> from modscore.match.speech import around
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
_THING_AFTER = Late(rf"(?: [\w-]+)?[ -]{_THINGS}\b")
_IS = r" (?:is|are|was|were|looks|feels|works|runs|sounds|has been|is still|can be|seems)"
_THING_IS = Late(_IS)  # most texts have none: they are passed over quickly
_THING_BEFORE = Late(
    rf"\b{_THINGS}(?:'s)?(?: (?:i|we|they|you|he|she)(?: \w+){{1,2}})?"
    rf"(?: (?:itself|here|there|now))?{_IS}"
    rf"(?: (?:a|an|the|such|so|just|really|total|complete|absolute|pure|utter|like|an old|"
    rf"fucking|bloody|piece|of|pile|load))*$"
)


def at_object(text: Around) -> bool:
    """Whether a thing is meant: "this stupid printer", "my phone is a piece of …".

    >>> from modscore.match.speech import around
    >>> at_object(around("this ", "stupid", " printer again"))
    True
    """
    if _THING_AFTER.match(text.after):
        return True
    return bool(_THING_IS.search(text.before) and _THING_BEFORE.search(text.clause))


_WORK = (
    r"(?:films?|movies?|novels?|books?|songs?|albums?|band|series|tv series|shows?|plays?|operas?|"
    r"magazine|games?|comics?|tracks?|singles?|episodes?|musical|poems?|documentary|character)"
)
_TITLE_AFTER = Late(rf"[\"'*_]* ?\((?:[\w'-]+ ){{0,3}}{_WORK}\b|[\"*_]+,? the {_WORK}\b")
_TITLE_BEFORE = Late(
    rf"\b{_WORK}(?: (?:called|titled|entitled|named|is))?,?:? (?:[\"'*_] ?)*(?:\w+ )?$"
)


def title(text: Around) -> bool:
    """Whether it is the name of a work: "Idiot (film)", "the novel The Idiot".

    >>> from modscore.match.speech import around
    >>> title(around("", "idiot", " (2012 film)"))
    True
    """
    return bool(_TITLE_AFTER.match(text.after) or _TITLE_BEFORE.search(text.before + " "))


def question(text: Around) -> bool:
    """Whether the sentence asks.

    >>> from modscore.match.speech import around
    >>> question(around("are all ", "swans", " white?"))
    True
    """
    return text.after.rstrip(" \"')\n").endswith("?")
