from __future__ import annotations

from pathlib import Path

from modscore.training.apart import apart, first_of_each, plain, training_rows
from modscore.training.read import Rows, join, read_sets, rows_of
from modscore.training.sets import DEV, TRAIN

LONG = "The council met on Monday to settle the long quarrel about the new bridge over the river"


def _rows(*texts: str) -> Rows:
    return rows_of("x", [(text, {"toxicity": 0.0}) for text in texts])


def test_copies_in_another_dress_are_dropped() -> None:
    held = _rows("You're so wrong, friend!")
    train = _rows("youre SO wrong friend", "You are right, friend!", "ｙｏｕｒｅ so wrong friend")
    assert apart(train, held).tolist() == [False, True, False]


def test_near_copies_are_dropped_and_other_talk_kept() -> None:
    held = _rows(LONG + ".")
    other = "On Monday nothing at all was settled about any bridge, they say in our little town"
    assert apart(_rows(LONG + " at last", other), held).tolist() == [False, True]


def test_form_letters_are_no_copies() -> None:
    held = _rows(*(f"{LONG} number {k}" for k in ("one", "two", "three")))
    assert apart(_rows(LONG + " number nine"), held).tolist() == [True]


def test_each_text_once_and_emoji_are_not_all_alike() -> None:
    assert first_of_each(["Hi!", "hi", "😀", "😡", "😀"]).tolist() == [
        True,
        False,
        True,
        True,
        False,
    ]


def test_no_held_out_text_is_in_training(shared: Path) -> None:
    data = shared / "data" / "toxicity"
    held = read_sets(data, DEV)
    some = {name: TRAIN[name] for name in ("forum", "civil_spans", "fox", "convabuse", "hatemoji")}
    rows = training_rows(join([read_sets(data, some), held.take(held.sources == "gab_dev")]), held)
    keys = {plain(text) for text in held.texts}
    assert len(rows) > 10_000
    assert not any(plain(text) in keys for text in rows.texts)
