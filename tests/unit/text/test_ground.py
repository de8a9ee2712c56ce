from __future__ import annotations

import csv
import gzip
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from modscore.records import Comment, Thread
from modscore.text import ground
from modscore.text.ground import BLANK, NO_OWN_WORDS, NO_WORDS
from modscore.text.prepare import prepare


def reasons(*texts: str) -> tuple[str | None, ...]:
    """The reason of each text, alone in its thread."""
    return ground.uncertain(
        prepare([Thread(str(k), (Comment("c", text),)) for k, text in enumerate(texts)])
    )


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", BLANK),
        (" \n\t ", BLANK),
        ("123,456 78", NO_WORDS),
        ("🔥🔥🔥", NO_WORDS),
        ("?!...", NO_WORDS),
        ("١٢٣ ٤٥٦", NO_WORDS),
        ("https://example.org/a-long-way", NO_OWN_WORDS),
        ("`print(text)`", NO_OWN_WORDS),
        ("> They said it all before.", NO_OWN_WORDS),
        ("@anna @bert", NO_OWN_WORDS),
    ],
)
def test_nothing_to_judge(text: str, reason: str) -> None:
    assert reasons(text) == (reason,)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Сегодня опять весь день идёт дождь", "Cyrillic"),
        ("Σήμερα βρέχει όλη μέρα", "Greek"),
        ("今天一直在下雨", "Chinese"),
        ("きょうはずっとあめです", "Japanese"),
        ("오늘은 하루 종일 비가 와요", "Korean"),
        ("اليوم تمطر طوال النهار", "Arabic"),
        ("היום יורד גשם כל היום", "Hebrew"),
        ("आज दिन भर बारिश हो रही है", "Devanagari"),
        ("Այսօր ամբողջ օրը անձրև է", "Armenian"),
        ("დღეს მთელი დღე წვიმს", "Georgian"),
        ("Il pleut encore, je ne suis pas sûr que nous puissions sortir", "French"),
        ("Es regnet schon wieder und wir können heute nicht nach draußen", "German"),
        ("Hoy llueve otra vez y no sé si podemos salir con los niños", "Spanish"),
        ("Hoje chove muito e não sei se a gente vai sair com você", "Portuguese"),
        ("Oggi piove ancora e non so quando andremo nella piazza", "Italian"),
        ("Het regent weer en ik weet niet of wij naar buiten gaan", "Dutch"),
        ("Det regnar igen och jag vet inte om vi kan gå ut", "Swedish"),
        ("Dzisiaj znowu pada i nie wiem czy wyjdziemy jak się ściemni", "Polish"),
        ("Bugün çok yağmur var ama yine de dışarı çıkmak için bir neden", "Turkish"),
        ("Hari ini hujan lagi dan saya tidak tahu apakah kita akan pergi", "Indonesian"),
        ("Zungu larem pobi tekana wulo", "hardly any word"),
    ],
)
def test_another_language_or_script(text: str, word: str) -> None:
    [reason] = reasons(text)
    assert reason is not None
    assert word in reason


@pytest.mark.parametrize(
    "text",
    [
        "OK",
        "idiot",
        "lmao",
        "Brenda",
        "smh fr fr no cap bruh",
        "u r so dumb lol go away plz",
        "teh goverment is compleatly usless agian",
        "What a f***ing joke, you absolute muppet",
        "Müller, Żółkiewski and Çelik met García in Łódź and Malmö again",
        "My café résumé is naïve, mon ami, but c'est la vie to you too",
        "I D I O T",
        "He wrote «это не так», and I think that he is right about most of it",
        "The word Schadenfreude und nicht more, as they say over there",
        "GET OUT OF MY TOWN",
        "First the numbers: 12 34 56 78 90, then we talk",
    ],
)
def test_english_gives_ground(text: str) -> None:
    assert reasons(text) == (None,)


def test_the_reason_does_not_hang_on_the_batch() -> None:
    texts = ["OK", "", "Сегодня дождь", "Es regnet und ich bin nicht da", "fine by me", "123"]
    assert reasons(*texts) == tuple(reasons(text)[0] for text in texts)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(), max_size=4))
def test_any_text_has_one_answer(texts: list[str]) -> None:
    answer = reasons(*texts)
    assert answer == tuple(reasons(text)[0] for text in texts)


def test_written_english_is_not_taken_for_another_language(shared: Path) -> None:
    path = shared / "data/toxicity/jigsaw2018_dev_natural.csv.gz"
    with gzip.open(path, "rt", encoding="utf-8", newline="") as lines:
        texts = [row["comment_text"] for row in csv.DictReader(lines)]
    texts = [text for text in texts if len(text.split()) >= 4]
    foreign = [r for r in reasons(*texts) if r and r not in (BLANK, NO_WORDS, NO_OWN_WORDS)]
    assert len(foreign) < 0.003 * len(texts)
