"""Pairs of sentences that share their words and differ in what they do.

Stage: training; nothing comes in; sentences with labels go out: hate beside its denial, its report
and its condemnation, insults of people beside abuse of things, threats without bad words beside
harmless plans. Written here, by template; no copies of any test suite.
"""

from __future__ import annotations

import random
from collections.abc import Iterator

from ..records import ESTIMATED
from .identity import MANY
from .read import Labels, Pair

NAMES = ("idiot", "moron", "fool", "liar", "coward", "pig", "loser", "clown", "disgrace", "parasite",
         "bastard", "piece of trash", "waste of space", "dumbass", "asshole", "imbecile", "rat",
         "creep", "psycho", "halfwit")  # fmt: skip
TRAITS = ("stupid", "pathetic", "disgusting", "worthless", "ugly", "brainless", "filthy", "ignorant",
          "dumb", "useless", "vile", "repulsive", "subhuman", "evil", "lazy")  # fmt: skip
VERMIN = ("vermin", "cockroaches", "rats", "parasites", "animals", "a disease", "a plague",
          "a cancer", "leeches", "scum", "garbage", "savages", "filth", "maggots")  # fmt: skip
HARMS = ("be shot", "be wiped out", "be locked in cages", "be thrown into the sea", "hang", "burn",
         "be put down", "be beaten", "disappear for good", "be sterilised", "get what is coming",
         "be drowned", "be kicked out of every country", "never have been born")  # fmt: skip
THINGS = ("laptop", "printer", "bus", "weather", "update", "phone", "game", "door", "alarm clock",
          "keyboard", "car", "website", "form", "traffic", "homework", "password", "song",
          "battery", "software", "washing machine", "queue", "headache")  # fmt: skip
CURSES = ("fucking", "damn", "bloody", "goddamn", "stupid", "shitty", "crappy", "fucked up")
FRIENDS = ("my nan", "my dog", "my sister", "our teacher", "my best mate", "the new neighbour",
           "our goalkeeper", "the nurse", "this band", "my boss", "that cook", "you")  # fmt: skip

HATEFUL: tuple[str, ...] = (
    "I hate {group}.", "I can't stand {group}, every last one of them.", "{group} are {vermin}.",
    "{group} are nothing but {vermin}.", "All {group} should {harm}.", "{group} deserve to {harm}.",
    "The world would be a better place without {group}.", "{group} are {trait}, all of them.",
    "Never trust {group}, it is in their blood.", "{group} don't belong here, send them back.",
    "You can't expect decency from {group}.", "Why do {group} even exist?",
    "No wonder nobody wants {group} around, they are {trait}.", "Keep {group} away from children.",
    "{group} ruin everything they touch.", "I wish {group} would {harm}.",
    "If I could press a button, all {group} would be gone.", "{group} are less than human.",
    "Do us a favour and get rid of {group}.", "{group} only know how to steal and breed.",
    "Being around {group} makes me sick.", "Someone should teach {group} a lesson with a bat.",
    "They are {group}, what do you expect, {vermin}.", "{group}? {vermin}, all of them.",
    "You are just one of those {trait} {group}.", "Real people don't mix with {group}.",
    "{group} have no right to vote, marry or breathe our air.",
)  # fmt: skip
DENIED: tuple[str, ...] = (
    "I don't hate {group}.", "I would never say that {group} are {vermin}.",
    "{group} are not {vermin}.", "Nobody should say that {group} are {trait}.",
    "No one has the right to treat {group} like {vermin}.", "I have nothing against {group}.",
    "It is wrong to say {group} should {harm}.", "{group} do not deserve to {harm}.",
    "Not once have {group} done me any harm.", "I never said that {group} should {harm}.",
    "{group} aren't {trait}, and I am tired of hearing it.", "I can't see why anyone hates {group}.",
    "It isn't true that {group} ruin everything.", "Don't call {group} {vermin}.",
    "{group} don't deserve the hate they get.", "I used to hate {group}; I was wrong.",
    "There is no reason to keep {group} away from anybody.", "I refuse to hate {group}.",
)  # fmt: skip
CONDEMNED: tuple[str, ...] = (
    'He wrote "{group} are {vermin}" and was banned, rightly.', 'Saying "I hate {group}" is vile.',
    'If you think "all {group} should {harm}", you need help.',
    'The sign said "{group} should {harm}". I took it down.',
    '"{group} are {trait}" is what a bigot says.', 'My colleague said "{group} are {vermin}". '
    'I reported it.', 'They shouted "{group} should {harm}" at my friend. She cried all evening.',
    'Statements like "{group} don\'t belong here" are hateful.',
    "Calling {group} {vermin} is how every massacre began.",
    "People who say {group} should {harm} have no place here.",
    "Wishing that {group} would {harm} is monstrous.", "He was jailed for saying {group} are {vermin}.",
    "The moderator removed a post that called {group} {trait}.",
    "How can anybody claim that {group} are {trait}?", "Hating {group} is a choice, and a sad one.",
    "It hurts to read comments that call {group} {vermin}.",
)  # fmt: skip
WARM: tuple[str, ...] = (
    "I love {group}.", "{group} are wonderful neighbours.", "Proud to stand with {group}.",
    "{group} make this town a better place.", "I wish more people listened to {group}.",
    "We need more {group} in parliament.", "{group} deserve respect.", "Thank you to all {group} here.",
    "{group} have every right to marry.", "So happy to see {group} at the fair.",
    "Nobody works harder than {group}.", "I admire {group}.", "{group} should be protected from hate.",
)  # fmt: skip
INSULTS: tuple[str, ...] = (
    "You are a {name}.", "You're such a {name}.", "What a {name} you are.", "You {trait} {name}.",
    "Only a {name} would write this.", "Shut up, {name}.", "Go away, you {trait} {name}.",
    "Your mother must be ashamed of such a {name}.", "Anyone who believes this is a {name}.",
    "How {trait} can one person be?", "You people are {trait}.", "Nobody asked you, {name}.",
    "The author is a {trait} {name}.", "I have met stones with more sense than you.",
    "You couldn't find your own backside with both hands.", "Did your parents drop you on the head?",
    "The village called, they want their {name} back.", "I would explain it but you are too {trait}.",
    "Whoever voted for her is {trait}.", "Is there a brain behind that face?",
)  # fmt: skip
UNSAID: tuple[str, ...] = (
    "You are not a {name}.", "You're no {name}, you just missed a line.", "I never called you a {name}.",
    "Please don't call each other {name}.", "He called me a {name} and I left the chat.",
    "I felt like a {name} when I saw my typo.", "I'm such a {name}, I forgot the key again.",
    "Nobody here is {trait}.", "I don't think you are {trait} at all.", "You are neither {trait} nor a {name}.",
    "She was told she is {trait} every day at school. That is bullying.",
    "Calling someone a {name} is against the rules here.", "Would you say {name} to his face? I wouldn't.",
    "It isn't {trait} to ask.", 'Words like "{name}" have no place in this discussion.',
    "Sorry I called you a {name} yesterday.",
)  # fmt: skip
THREATS: tuple[str, ...] = (
    "I know where you live.", "I will find you and you will regret this.", "You won't see the morning.",
    "Sleep with one eye open.", "We are coming for you and your family.", "Watch your back.",
    "Keep talking and see what happens to your house.", "I'll make sure you never walk again.",
    "One day somebody will shut your mouth for good.", "Your kids go to the school on the corner, right?",
    "Next time I see you, you leave in an ambulance.", "I am going to break every bone you have.",
    "Say that again and it will be the last thing you say.", "A bullet would solve you.",
    "Somebody should set fire to their office with them in it.", "You will pay for this with blood.",
    "I'll be waiting outside with a knife.", "They will hang from the lampposts, and soon.",
    "Your days are numbered.", "I swear I will end you.", "Pray we never meet in the dark.",
)  # fmt: skip
PLANS: tuple[str, ...] = (
    "I know where you live, so I'll drop off the cake.", "I will find you a better seat.",
    "We are coming for you at eight, the train leaves at nine.", "Watch your step on the ice.",
    "I am going to break the record this year.", "I'll be waiting outside with an umbrella.",
    "That goal killed me.", "This joke is killing me, I'm dying.", "I could murder a sandwich.",
    "She will kill it on stage tonight.", "I'm going to shoot the wedding on film.",
    "My legs are dead after that run.", "He bombed the exam and laughed about it.",
    "If I'm late again my mum is going to kill me.", "The plan was shot down in committee.",
    "We crushed them three nil, great match.", "Beat the eggs, then fold in the flour.",
    "The union will fight this in court.", "Hang the picture over the sofa.",
    "You will pay for this at the counter.", "Your days off are numbered in the table.",
    "The police said they will find the driver.", "They should fire the manager.",
)  # fmt: skip
OBJECTS: tuple[str, ...] = (
    "This {curse} {thing} broke again.", "I hate this {curse} {thing}.", "My {thing} is a piece of crap.",
    "What a {curse} {thing}.", "Die, you {curse} {thing}!", "Why is the {thing} so {curse} slow?",
    "The {thing} sucks.", "I want to throw my {thing} out of the window.", "{thing} from hell, I swear.",
    "Kill the {thing} process and start again.", "I hate {thing}s so much.",
)  # fmt: skip
FRIENDLY: tuple[str, ...] = (
    "{friend} is fucking amazing.", "Holy shit, {friend} did it!", "Damn, {friend} can sing.",
    "{friend} is a badass.", "Hell yes, {friend} won!", "No shit, {friend} was right all along.",
    "I laughed my ass off with {friend}.", "{friend} makes the best damn soup in town.",
    "Fuck yeah, well done to {friend}.", "That was sick, {friend} is a beast on the drums.",
)  # fmt: skip

_HATE: Labels = {"toxicity": 1.0, "identity_attack": 1.0, "hate": 1.0}
_INSULT: Labels = {"toxicity": 1.0, "insult": 1.0, "identity_attack": 0.0, "hate": 0.0}
_THREAT: Labels = {"toxicity": 1.0, "threat": 1.0, "hate": 0.0}
_CIVIL: Labels = {**dict.fromkeys(ESTIMATED, 0.0), "hate": 0.0}
_COARSE: Labels = {
    "toxicity": 0.15,
    "insult": 0.0,
    "identity_attack": 0.0,
    "threat": 0.0,
    "hate": 0.0,
}
_SETS: tuple[tuple[tuple[str, ...], Labels, int], ...] = (  # templates, labels, how many
    (HATEFUL, _HATE, 1500),
    (DENIED, _CIVIL, 900),
    (CONDEMNED, _CIVIL, 900),
    (WARM, _CIVIL, 500),
    (INSULTS, _INSULT, 500),
    (UNSAID, _CIVIL, 600),
    (THREATS, _THREAT, 100),
    (PLANS, _CIVIL, 100),
    (OBJECTS, _COARSE, 500),
    (FRIENDLY, _COARSE, 200),
)


def pairs(seed: int = 11) -> Iterator[Pair]:
    """(text, labels), always the same for one seed; labels beside ESTIMATED: "hate".

    >>> len({text for text, _ in pairs()}) > 4000
    True
    """
    random_ = random.Random(seed)
    for templates, labels, count in _SETS:
        seen: set[str] = set()
        for turn in range(count):
            text = _filled(templates[turn % len(templates)], random_)
            if text not in seen:
                seen.add(text)
                yield text, labels


def _filled(template: str, random_: random.Random) -> str:
    text = template.format(
        group=random_.choice(MANY), name=random_.choice(NAMES), trait=random_.choice(TRAITS),
        vermin=random_.choice(VERMIN), harm=random_.choice(HARMS), thing=random_.choice(THINGS),
        curse=random_.choice(CURSES), friend=random_.choice(FRIENDS),
    )  # fmt: skip
    text = text[0].upper() + text[1:]
    style = random_.random()
    if style < 0.25:
        return text.lower()
    if style < 0.4:
        return text.rstrip(".")
    return text
