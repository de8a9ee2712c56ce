from __future__ import annotations

import sys

import numpy as np

from modscore.text.case import LOWERED, UNCASED, UPPER, case_of


def test_every_code_point_agrees_with_str() -> None:
    case = case_of(np.arange(sys.maxunicode + 1, dtype=np.uint32)).tolist()
    for point, found in enumerate(case):
        c = chr(point)
        wanted = UPPER if c.isupper() else LOWERED if c.islower() or c.istitle() else UNCASED
        assert found == wanted, hex(point)
