"""Shares drawn with characters.

Stage: command line; numbers from 0 to 1 come in; bars and sparklines go out.
"""

from __future__ import annotations

from collections.abc import Sequence

BLOCKS = "▁▂▃▄▅▆▇█"
EIGHTHS = " ▏▎▍▌▋▊▉"


def block(share: float) -> str:
    """One character as high as the share.

    >>> block(0.0), block(0.5), block(1.0)
    ('▁', '▅', '█')
    """
    return BLOCKS[min(int(share * len(BLOCKS)), len(BLOCKS) - 1)]


def bar(share: float, width: int) -> str:
    """A bar of the share of ``width`` characters, exact to an eighth.

    >>> bar(0.5, 5)
    '██▌  '
    """
    eighths = round(share * width * 8)
    full, rest = divmod(eighths, 8)
    return ("█" * full + (EIGHTHS[rest] if rest else "")).ljust(width)


def sparkline(course: Sequence[float]) -> str:
    """A character for each stretch.

    >>> sparkline([0.0, 0.3, 0.9])
    '▁▃█'
    """
    return "".join(map(block, course))
