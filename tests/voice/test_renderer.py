"""The renderer's thread: the order of texts, the cache, and all that can fail."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import pytest

from app.voice.cache import ClipCache
from app.voice.paces import PaceBook
from app.voice.port import VoiceSettings
from app.voice.renderer import FAILED, Renderer
from app.voice.synthesiser import BrokenSynthesiser, Speech, SynthesisError
from tests.voice.fakes_voice import FakeSynthesiser, clip_of

LONG_S: Final = 60.0


class Studio:
    """Renderers with their pretended engine and a cache on disk."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.engine = FakeSynthesiser()
        self.made: list[Renderer] = []

    def renderer(self, settings: VoiceSettings = VoiceSettings()) -> Renderer:  # noqa: B008
        cache = ClipCache(self.folder / "voice")
        self.made.append(Renderer(self.engine, cache, settings, PaceBook(self.folder / "pace")))
        return self.made[-1]

    @staticmethod
    def until(renderer: Renderer, happened: Callable[[], object]) -> None:
        """Wait for something that comes with a text, made or failed."""
        with renderer._changed:
            assert renderer._changed.wait_for(happened, LONG_S)

    def ready(self, renderer: Renderer, *texts: str) -> None:
        self.until(renderer, lambda: all(renderer.clip(text) for text in texts))


@pytest.fixture
def studio(tmp_path: Path) -> Iterator[Studio]:
    made = Studio(tmp_path)
    yield made
    made.engine.let_go()
    for each in made.made:
        each.close()


def test_texts_are_made_in_the_order_of_the_plan(studio: Studio) -> None:
    made = studio.renderer()
    made.plan(["c", "a", "b"])
    studio.ready(made, "a", "b", "c")
    assert studio.engine.asked == ["c", "a", "b"]
    assert made.clip("a") == clip_of("a")
    assert made.clip("d") is None
    assert made.problem == ""


def test_nothing_to_say_starts_nothing_and_is_settled(studio: Studio) -> None:
    made = studio.renderer()
    assert made.settled
    made.plan([])
    assert made.settled
    assert made.has_first
    assert made._thread is None


def test_a_new_plan_overtakes_what_waits_and_makes_nothing_twice(studio: Studio) -> None:
    studio.engine = FakeSynthesiser(held=True)
    made = studio.renderer()
    made.plan(["a", "b", "c"])
    assert studio.engine.started.wait(LONG_S)
    made.plan(["d", "a", "c"])
    assert not made.settled
    studio.engine.let_go()
    studio.ready(made, "a", "c", "d")
    made.plan(["a", "c", "d", "e"])
    studio.ready(made, "e")
    assert [studio.engine.asked.count(text) for text in "bde"] == [0, 1, 1]
    assert studio.engine.asked[:2] == ["a", "d"]


def test_settled_means_that_the_first_is_there(studio: Studio) -> None:
    studio.engine = FakeSynthesiser(held=True)
    made = studio.renderer()
    made.plan(["a", "b"])
    assert not made.settled
    assert not made.has_first
    studio.engine.let_go()
    studio.until(made, lambda: made.settled)
    assert made.clip("a")


def test_a_second_renderer_finds_all_in_the_cache(studio: Studio) -> None:
    for _ in range(2):
        made = studio.renderer()
        made.plan(["a", "b"])
        studio.ready(made, "a", "b")
    assert studio.engine.asked == ["a", "b"]


@pytest.mark.parametrize(
    "changed", [VoiceSettings(voice="fred"), VoiceSettings("de"), VoiceSettings(rate=200)]
)
def test_another_voice_or_rate_is_another_clip(studio: Studio, changed: VoiceSettings) -> None:
    for settings in (VoiceSettings(), changed):
        made = studio.renderer(settings)
        made.plan(["a"])
        studio.ready(made, "a")
    assert studio.engine.asked == ["a", "a"]


def test_what_stands_in_is_told_heard_and_not_kept(studio: Studio) -> None:
    studio.engine.stands_in = "This computer has no German voice: Fred speaks."
    for _ in range(2):
        made = studio.renderer()
        made.plan(["a", "b"])
        studio.ready(made, "a", "b")
        assert made.problem == studio.engine.stands_in
    assert studio.engine.asked == ["a", "b", "a", "b"]


def test_keep_forgets_all_other_clips_and_every_failure(studio: Studio) -> None:
    studio.engine.failures["b"] = SynthesisError("It failed.")
    made = studio.renderer()
    made.plan(["a", "b", "c"])
    studio.ready(made, "a", "c")
    assert made.problem == "It failed."
    made.keep({"a", "b"})
    assert made.problem == ""
    assert made.clip("c") is None
    assert made.clip("a")
    studio.engine.failures.clear()
    made.plan(["a", "b"])
    studio.ready(made, "b")
    assert studio.engine.asked == ["a", "b", "c", "b"]


# --- what goes wrong -----------------------------------------------------------------------------


def test_one_text_that_fails_costs_that_text_alone_and_is_not_asked_again(studio: Studio) -> None:
    studio.engine.failures["a"] = SynthesisError("It failed.")
    made = studio.renderer()
    made.plan(["a", "b"])
    studio.ready(made, "b")
    assert made.settled
    assert not made.has_first
    made.plan(["a", "b", "c"])
    studio.ready(made, "c")
    assert studio.engine.asked == ["a", "b", "c"]
    assert made.problem == "It failed."


def test_an_engine_that_gave_up_is_asked_no_more(studio: Studio) -> None:
    studio.engine.failures["a"] = BrokenSynthesiser("No voice: it has stopped.")
    made = studio.renderer()
    made.plan(["a", "b", "c"])
    studio.until(made, lambda: made.settled and "c" in made._failed)
    assert studio.engine.asked == ["a"]
    assert made.problem == "No voice: it has stopped."


def test_an_engine_that_breaks_its_promise_is_logged_and_survived(
    studio: Studio, caplog: pytest.LogCaptureFixture
) -> None:
    studio.engine.failures["a"] = ZeroDivisionError("a bug")
    made = studio.renderer()
    made.plan(["a", "b"])
    studio.ready(made, "b")
    assert made.problem == FAILED
    assert "ZeroDivisionError" in caplog.text


def test_one_problem_is_logged_once(studio: Studio, caplog: pytest.LogCaptureFixture) -> None:
    for text in "abc":
        studio.engine.failures[text] = SynthesisError("It failed.")
    made = studio.renderer()
    made.plan(["a", "b", "c", "d"])
    studio.ready(made, "d")
    assert [record.message for record in caplog.records] == ["It failed."]


def test_a_folder_that_is_a_file_costs_nothing(studio: Studio) -> None:
    (studio.folder / "voice").write_text("in the way")
    (studio.folder / "pace").mkdir()
    made = studio.renderer()
    made.plan(["a", "b"])
    studio.ready(made, "a", "b")
    assert made.problem == ""


def test_closing_in_the_middle_of_a_text_ends_the_thread(studio: Studio) -> None:
    studio.engine = FakeSynthesiser(held=True)
    made = studio.renderer()
    made.plan(["a", "b"])
    assert studio.engine.started.wait(LONG_S)
    made.close()
    assert made._thread
    assert not made._thread.is_alive()
    assert studio.engine.closed
    assert made.settled
    assert made.problem == "", "an end that was asked for is no problem"
    made.plan(["c"])
    made.close()
    assert studio.engine.asked == ["a"]


def test_closed_before_anything_was_asked(studio: Studio) -> None:
    made = studio.renderer()
    made.close()
    made.plan(["a"])
    assert made._thread is None
    assert made.settled


def test_calls_from_several_threads_do_no_harm(studio: Studio) -> None:
    made = studio.renderer()
    texts = [str(number) for number in range(12)]

    def change(seed: int) -> None:
        for turn in range(60):
            order = texts[(seed + turn) % 12 :] + texts[: (seed + turn) % 12]
            made.plan(order)
            made.clip(order[0])
            if turn % 7 == seed:
                made.keep(order[:6])

    threads = [threading.Thread(target=change, args=(seed,)) for seed in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    made.plan(texts)
    studio.ready(made, *texts)
    assert all(made.clip(text) == clip_of(text) for text in texts)


def test_an_engine_may_be_closed_while_it_speaks(studio: Studio) -> None:
    class Closing(FakeSynthesiser):
        """Ends as a child that is killed does, but with a clip that was whole."""

        def render(self, text: str, voice: str, rate: int) -> Speech:
            try:
                return super().render(text, voice, rate)
            except SynthesisError:
                return Speech(clip_of(text))

    studio.engine = Closing(held=True)
    made = studio.renderer()
    made.plan(["a"])
    assert studio.engine.started.wait(LONG_S)
    made.close()
    assert made.problem == ""


def test_an_engine_with_nothing_to_do_may_rest(studio: Studio) -> None:
    made = studio.renderer()
    rested = threading.Event()
    studio.engine.rested = rested.set
    made.plan(["a", "b"])
    assert rested.wait(LONG_S)
    assert studio.engine.asked == ["a", "b"]
    rested.clear()
    made.plan(["a", "c"])
    assert rested.wait(LONG_S)
    assert studio.engine.asked == ["a", "b", "c"]


def test_a_text_that_nobody_planned_is_made_next(studio: Studio) -> None:
    made = studio.renderer()
    made.plan(["a"])
    studio.ready(made, "a")
    assert made.clip("b") is None
    studio.ready(made, "b")
    assert studio.engine.asked == ["a", "b"]


def test_a_voice_that_stands_in_is_told_as_long_as_it_does(studio: Studio) -> None:
    made = studio.renderer()
    studio.engine.stands_in = "Bruce speaks instead."
    studio.engine.failures["b"] = SynthesisError("The voice engine failed.")
    made.plan(["a", "b"])
    studio.until(made, lambda: made.problem == "The voice engine failed.")
    made.keep(["a"])
    made.plan(["a"])
    assert made.problem == "Bruce speaks instead."
