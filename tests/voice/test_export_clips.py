"""How many engines are started for the clips that are missing."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from app.voice.cache import ClipCache
from app.voice.clip_maker import ClipMaker
from app.voice.port import VoiceSettings
from app.voice.synthesiser import SynthesisError, Unavailable
from tests.voice.fakes_voice import FakeSynthesiser, clip_of

TEXTS = [f"Number {number}." for number in range(100)]


class Shelf:
    def __init__(self, folder: Path) -> None:
        self.engines: list[FakeSynthesiser] = []
        self.cache = ClipCache(folder)

    def find(self, _settings: VoiceSettings) -> FakeSynthesiser:
        self.engines.append(FakeSynthesiser())
        return self.engines[-1]

    def all_of(self, texts: list[str], engine: str = "system") -> int:
        """Make all; how many engines were started for it."""
        self.engines.clear()
        settings = VoiceSettings(engine=engine)
        with closing(ClipMaker(texts, self.find, self.cache, settings)) as maker:
            for text in texts:
                assert maker.clip(text, lambda: False) == clip_of(text)
        assert all(engine.closed for engine in self.engines)
        return len(self.engines)


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shelf:
    monkeypatch.setattr("os.cpu_count", lambda: 16)
    return Shelf(tmp_path)


@pytest.mark.parametrize(("missing", "engines"), [(1, 1), (12, 1), (13, 2), (40, 4), (100, 4)])
def test_as_many_engines_as_are_worth_their_start(shelf: Shelf, missing: int, engines: int) -> None:
    assert shelf.all_of(TEXTS[:missing]) == engines


def test_no_more_than_the_machine_has_processors(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    assert shelf.all_of(TEXTS) == 2


def test_piper_uses_all_processors_by_itself(shelf: Shelf) -> None:
    assert shelf.all_of(TEXTS, "piper") == 1


def test_each_text_is_asked_once_and_kept(shelf: Shelf) -> None:
    shelf.all_of(TEXTS + TEXTS)
    assert sorted(text for engine in shelf.engines for text in engine.asked) == sorted(TEXTS)
    shelf.all_of(TEXTS)
    assert [engine.asked for engine in shelf.engines] == [[]]


def test_text_that_is_asked_for_late_is_made_too_and_once(shelf: Shelf) -> None:
    for _ in range(2):
        with closing(ClipMaker(TEXTS[:20], shelf.find, shelf.cache, VoiceSettings())) as maker:
            for text in (*TEXTS[:20], "Late.", "Late.", "Later."):
                assert maker.clip(text, lambda: False) == clip_of(text)
    asked = [text for engine in shelf.engines for text in engine.asked]
    assert sorted(asked) == sorted([*TEXTS[:20], "Late.", "Later."])


def test_no_texts_need_no_engine(shelf: Shelf) -> None:
    assert shelf.all_of([]) == 0


def test_nothing_is_made_after_a_text_has_failed(shelf: Shelf) -> None:
    engine = FakeSynthesiser()
    engine.failures["Number 0."] = SynthesisError("It failed.")
    with (
        closing(
            ClipMaker(TEXTS, lambda _: engine, shelf.cache, VoiceSettings(), most_engines=1)
        ) as maker,
        pytest.raises(SynthesisError, match="It failed"),
    ):
        maker.clip("Number 99.", lambda: False)
    assert engine.asked == ["Number 0."]


def test_no_engine_is_said_at_once(shelf: Shelf) -> None:
    with pytest.raises(SynthesisError, match="There is none"):
        ClipMaker(TEXTS, lambda _: Unavailable("There is none."), shelf.cache, VoiceSettings())
