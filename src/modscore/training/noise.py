"""Misspelling as people do it, so that the network reads past it.

Stage: training; a text comes in; the text with some words spelled otherwise goes out.
"""

from __future__ import annotations

import random
import string

_LEET = str.maketrans("aeiost", "431057")


def noised(text: str, random_: random.Random) -> str:
    """The text with one to three words misspelt, run together, spaced out or in leet; at times
    all of it in leet."""
    words = text.split(" ")
    if random_.random() < 0.06:
        return text.translate(_LEET)
    for _ in range(random_.randint(1, 3)):
        at = random_.randrange(len(words))
        word, way = words[at], random_.random()
        if len(word) < 4 or not word.isalpha():
            continue
        cut = random_.randrange(1, len(word) - 1)
        if way < 0.2:
            words[at] = word[:cut] + word[cut + 1 :]
        elif way < 0.4:
            words[at] = word[:cut] + word[cut + 1] + word[cut] + word[cut + 2 :]
        elif way < 0.55:
            words[at] = word.translate(_LEET)
        elif way < 0.65:
            words[at] = random_.choice(" .-").join(word)
        elif way < 0.8:
            words[at] = word[:cut] + random_.choice(string.ascii_lowercase) + word[cut + 1 :]
        elif way < 0.9 and at + 1 < len(words):
            words[at] = word + words.pop(at + 1)
        else:
            words[at] = word[:cut] + word[cut] * 2 + word[cut + 1 :]
    return " ".join(words)
