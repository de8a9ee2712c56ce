"""Sentences with innocent words that hold the letters of a bad one.

Stage: training; nothing comes in; sentences go out, all of them civil. A model of letter groups
sees the bad word inside "Scunthorpe"; these teach it which letters around it make it innocent.
Written here; places, names and words of the dictionary.
"""

from __future__ import annotations

import itertools
import random

WORDS = """
Scunthorpe Penistone Clitheroe Essex Sussex Middlesex Wessex Cockermouth Lightwater Cockburn
Hancock Dickens Dickinson Dickson Babcock Hitchcock Woodcock Alcock Leacock Glasscock Cummings
Cumberland Cumbria Twatt Shitterton Butte Nigeria Niger Nigel Montenegro Pakistan Pakistani
Uzbekistan Sexton Analytics analysis analyst analogue canal banal arsenal arsenic parse parsley
coarse rehearse sparse hearse assess assessment asset assist assistant assemble assign associate
assume assure assassin assault classic class glass grass brass bass mass pass passage passenger
passion compass embassy ambassador harass trespass cassette massive molasses bypass surpass
overpass carcass embarrass cocktail cockpit cockatoo cockerel peacock shuttlecock hancock stopcock
cockle therapist therapists grape grapefruit drape scrape skyscraper rapeseed rapid rapport
parapet cucumber document circumstance circumference accumulate cumulative incumbent encumber
succumb title titan titanium constitution institute institution competition petition practitioner
appetite entitled subtitle stitch titter shiitake shitake mishit Matsushita Ashita cushion snigger
niggle denigrate renege vinegar raccoon cocoon tycoon lagoon spicy spice despicable suspicious
hospice conspicuous auspicious mustard custard leotard dastardly bastion retardant flame-retardant
steward homogeneous homework homonym homologous homestead button butter butterfly rebuttal
buttress contribute tribute attribute distribute prebuttal tetris swastika-museum windscreen shoe
shoelace phoenix horehound sphere whoever choreography chore scholar Moscow cowboy coworker
psychology methodology hello shell seashell Michelle Mitchell manuscript penicillin peninsula
pencil penal pension happiness openness pianist organist tennis Denis cabinet finish Spanish
Uranus manuscripts cantaloupe country county count encounter discount account fountain mountain
hunt huntsman punt stunt blunt shunt grunt aunt bunting function puncture juncture pussycat
pussywillow cummerbund kumquat kikuyu chinking bazooka craquelure Fagin wankel swank twang Wang
wan matchstick chopstick Dickensian
"""
TEMPLATES = (
    "{}", "We talked about {} at lunch.", "I looked up {} in the dictionary.",
    "{} and the other things are on the list.", "The {} was in the news last week.",
    "My cousin lives near {} and likes it there.", "Has anyone here been to {}?",
)  # fmt: skip


def sentences() -> list[str]:
    """The sentences, in an order that is always the same."""
    words = [word.replace("-", " ") for word in dict.fromkeys(WORDS.split())]
    made = [t.format(word) for t, word in itertools.product(TEMPLATES, words)]
    pairs = itertools.pairwise(words)
    made += [f"{a[0].upper()}{a[1:]} and {b} are next to each other." for a, b in pairs]
    random.Random(6).shuffle(made)
    return made
