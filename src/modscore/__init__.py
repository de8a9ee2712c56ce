"""modscore scores what people write in discussions, with reasons, on your own machine.

>>> import modscore
>>> result = modscore.score(["Thanks, that helped.", "You are an idiot."])
>>> "insult" in result.comments[1].flags
True
"""

from ._version import __version__
from .api import Scorer, score
from .errors import ModelError, ModscoreError, ReadError, RuleError, SettingError, ThreadError
from .models.detoxify import Detoxify
from .records import Claim, Comment, CommentScore, Finding, Thread, ThreadScore
from .threads.read import read

__all__ = [
    "Claim",
    "Comment",
    "CommentScore",
    "Detoxify",
    "Finding",
    "ModelError",
    "ModscoreError",
    "ReadError",
    "RuleError",
    "Scorer",
    "SettingError",
    "Thread",
    "ThreadError",
    "ThreadScore",
    "__version__",
    "read",
    "score",
]
