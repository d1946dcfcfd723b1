"""What is written, and what the voice says of it: one table for each language.

Nobody listens while tests run, so every line here was proof-read once by the phonemes that
espeak-ng makes of it. `python -m pytest tests/voice/test_spelling.py` is the whole table.
"""

from __future__ import annotations

from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app import paths
from app.wording.languages import language_files
from app.wording.phrases import PhraseBook

ENGLISH: Final = PhraseBook(language_files(paths.resources() / "phrases", "en").book)
GERMAN: Final = PhraseBook(language_files(paths.resources() / "phrases", "de").book)

TABLE_EN: Final = """\
90/90 hip switch => Ninety-ninety hip switch
90-90 switch, then 90/90. => Ninety-ninety switch, then ninety-ninety.
10-12 reps => Ten to twelve reps
10 – 12 reps, 1 rep => Ten to twelve reps, one rep
1 1/2 min => One and a half minutes
1½ minutes => One and a half minutes
½ min => A half minute
1/2 way up => A half way up
3/4 of it => Three quarters of it
1.5 min => 1.5 minutes
1.5-2 min => 1.5 to two minutes
Hold 1:30. => Hold one thirty.
30s => Thirty seconds
30 sec. Then rest => Thirty seconds. Then rest
30 sec. each => Thirty seconds each
wait a sec => wait a second
2 mins, 1 min => Two minutes, one minute
5' easy, 30" hard => Five minutes easy, thirty seconds hard
3 cm => Three centimetres
10-15 cm off => Ten to fifteen centimetres off
2 kg and 5 km => Two kilograms and five kilometres
45° => Forty-five degrees
a 45-degree angle => a forty-five degree angle
5-10% more => Five to ten percent more
an easy 5K => an easy five K
9am => Nine AM
2x => Two times
x3 => three times
3x10 => Three times ten
3 × 10 reps => Three times ten reps
3–4x per side => Three to four times per side
30s/side => Thirty seconds per side
10/side => Ten per side
3-1-3 tempo => Three-one-three tempo
1st set => 1st set
4000 steps => 4000 steps
#1 => Number one
~5 cm => About five centimetres
e.g. a wall => for example a wall
E.g. a wall => For example a wall
i.e. slowly => that is slowly
left vs. right => left versus right
w/ a ball, w/o a wall => with a ball, without a wall
left/right => left or right
and/or => or
L/R => Left and right
R leg, then L => Right leg, then left
Open & close => Open and close
a&b => a and b
max. effort => maximum effort
KEEP IT LOW => Keep it low
R LEG, THEN ITB => Right leg, then I T B
IT band => IT band
ITB and T-spine => I T B and T-spine
ROM => Range of motion
→ left => Left
hip → knee -> foot => hip, knee, foot
**slow** and _easy_ => Slow and easy
✓ done 🙂👍🏽 => Done
1️⃣ hips => One hips
see https://example.com/a_b. => see the link.
[this](https://x.org) or www.example.com => This or the link
Ünï çode => Ünï çode
Smaller arc today, don't bounce! => Smaller arc today, don't bounce!
"""

TABLE_DE: Final = """\
90/90-Hüftwechsel => Neunzig neunzig Hüftwechsel
90-90 Wechsel => Neunzig neunzig Wechsel
1 Runde, 2 Runden => Eine Runde, zwei Runden
1 Wiederholung => Eine Wiederholung
1 Satz, Satz 1 von 2 => Ein Satz, Satz eins von zwei
1-2 Minuten => Ein bis zwei Minuten
10-12 Wdh. => Zehn bis zwölf Wiederholungen.
21 Wdh. Pause => Einundzwanzig Wiederholungen. Pause
45 s => Fünfund-vierzig Sekunden
104 => Einhundert-vier
3x10 Wdh. locker => Drei mal zehn Wiederholungen locker
3-4x pro Seite => Drei bis viermal pro Seite
30s/Seite => Dreißig Sekunden pro Seite
Halte 30 Sek. => Halte dreißig Sekunden.
2 Min. halten => Zwei Minuten halten
1,5 min => 1,5 Minuten
1 1/2 min => Eineinhalb Minuten
2½ Minuten => Zweieinhalb Minuten
½ Minute => Eine halbe Minute
1:30 halten => Eins dreißig halten
um 7:30 => um sieben dreißig
ca. 5 cm => etwa fünf Zentimeter
45° => Fünfund-vierzig Grad
10% => Zehn Prozent
z.B. eine Wand => zum Beispiel eine Wand
Eine Wand z. B. hilft. => Eine Wand zum Beispiel hilft.
d.h. langsam => das heißt langsam
Arme, Beine usw. => Arme, Beine und so weiter.
max. 5 => höchstens fünf
Nr. 2 => Nummer zwei
li/re => links und rechts
L/R => Links und rechts
erst re., dann li. => erst rechts, dann links.
links/rechts => links oder rechts
und/oder => oder
Tipp & Trick => Tipp und Trick
ISG => I S G
HALT ES LOCKER => Halt es locker
→ links => Links
**fest** 🙂 => Fest
siehe https://a.de/b => siehe der Link
Maßband und Faszienrolle => Maß-Band und Faszien-Rolle
Langsam, ohne Schwung! => Langsam, ohne Schwung!
"""


def rows(table: str) -> list[tuple[str, str]]:
    return [tuple(line.split(" => ")) for line in table.splitlines()]  # type: ignore[misc]


@pytest.mark.parametrize(("written", "said"), rows(TABLE_EN))
def test_english(written: str, said: str) -> None:
    assert ENGLISH.spoken(written) == said


@pytest.mark.parametrize(("written", "said"), rows(TABLE_DE))
def test_german(written: str, said: str) -> None:
    assert GERMAN.spoken(written) == said


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0, "null"),
        (1, "eins"),
        (16, "sechzehn"),
        (21, "einundzwanzig"),
        (30, "dreißig"),
        (31, "einunddreißig"),
        (77, "siebenundsiebzig"),
        (100, "einhundert"),
        (101, "einhunderteins"),
        (121, "einhunderteinundzwanzig"),
        (999, "neunhundertneunundneunzig"),
        (1000, "1000"),
    ],
)
def test_german_numbers(value: int, words: str) -> None:
    assert GERMAN.number(value) == words


def test_german_numbers_differ() -> None:
    assert len({GERMAN.number(value) for value in range(1000)}) == 1000


@settings(deadline=None)
@given(st.text(max_size=80) | st.text("0123456789 .,:/-–x×½°'\"sminLRe&#*→", max_size=60))
def test_no_text_is_too_strange(text: str) -> None:
    for book in (ENGLISH, GERMAN):
        said = book.spoken(text)
        assert book.spoken(said) is not None
        assert len(said) <= 20 + 24 * len(text)


@pytest.mark.parametrize("piece", ["1", "1 ", "1-", "1/2 ", "1.", "x1", "[", "www.", "1 s/", "*_"])
def test_a_long_strange_text_is_read(piece: str) -> None:
    """No pattern may go back and forth in it: that would take hours, not a moment."""
    assert isinstance(ENGLISH.spoken((piece * 500)[:500]), str)
