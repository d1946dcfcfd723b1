"""The settings outlive the program, and nothing that is done to their file outlives a start."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.history.settings import PictureSettings, Settings, SettingsStore
from app.routine.model import HoldTarget, Usual, VoiceLevel
from app.voice.port import VoiceSettings

CHOSEN = Settings(
    VoiceSettings("de", "piper", "de_DE-eva", "/home/jörg/eva.onnx", 140, 80, 35),
    VoiceLevel.BRIEF,
    counting=False,
    picture=PictureSettings("robin", "deep", "plum", still=True),
    appearance="contrast",
    distance="gym",
    usual=Usual(HoldTarget.MIDDLE, 15_000, 16_000),
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "limber" / "settings.json"


def written(path: Path, content: object) -> SettingsStore:
    path.parent.mkdir(exist_ok=True)
    text = content if isinstance(content, str) else json.dumps(content)
    path.write_text(text, encoding="utf-8")
    return SettingsStore(path)


def test_without_a_file_everything_is_as_the_program_has_it(path: Path) -> None:
    store = SettingsStore(path)
    assert store.current == Settings(VoiceSettings(), None, True)
    assert not store.problem
    assert not path.parent.exists()


def test_what_is_chosen_holds_at_once_and_at_the_next_start(path: Path) -> None:
    store = SettingsStore(path)
    store.change(CHOSEN)
    assert store.current == SettingsStore(path).current == CHOSEN
    assert not store.problem


def test_the_file_is_made_for_people_to_read(path: Path) -> None:
    SettingsStore(path).change(Settings())
    assert '"rate": 170,\n' in path.read_text()
    assert '"level": null' in path.read_text()


def test_the_last_of_two_programs_wins_whole(path: Path) -> None:
    one, two = SettingsStore(path), SettingsStore(path)
    assert one.current == two.current
    one.change(CHOSEN)
    two.change(Settings(level=VoiceLevel.TONES))
    assert SettingsStore(path).current == Settings(level=VoiceLevel.TONES)


def test_a_store_is_new_until_something_is_chosen(path: Path) -> None:
    store = SettingsStore(path)
    assert store.current == Settings()
    assert store.is_new
    store.change(Settings())
    assert not store.is_new
    again = SettingsStore(path)
    assert again.current == Settings()
    assert not again.is_new
    assert store.path == path


# Files that people and accidents have written.


def test_unknown_keys_are_ignored(path: Path) -> None:
    store = written(path, {"level": "tones", "distance": 3, "voice": {"rate": 150, "pitch": 7}})
    assert store.current == Settings(VoiceSettings(rate=150), VoiceLevel.TONES)
    assert not store.problem


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("level", "loud"),
        ("level", 3),
        ("level", ["full"]),
        ("counting", 0),
        ("counting", "no"),
        ("voice", "Anna"),
        ("voice", None),
        ("picture", "ash"),
        ("picture", [True]),
        ("appearance", "blue"),
        ("appearance", ["dark"]),
        ("distance", 3),
        ("distance", "far"),
    ],
)
def test_a_value_of_no_sense_falls_back_alone(path: Path, key: str, value: object) -> None:
    good = {"level": "brief", "counting": False, "voice": {"rate": 140}}
    store = written(path, {**good, key: value})
    expected = Settings(VoiceSettings(rate=140), VoiceLevel.BRIEF, counting=False)
    usual = Settings()
    assert store.current == expected._replace(**{key: getattr(usual, key)})
    assert not store.problem


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("rate", 99),
        ("rate", 261),
        ("rate", 150.0),
        ("rate", True),
        ("rate", "150"),
        ("rate", 10**400),
        ("voice_volume", -1),
        ("voice_volume", 101),
        ("tone_volume", None),
        ("engine", "festival"),
        ("engine", {}),
        ("language", "../en"),
        ("language", ""),
        ("language", "DE"),
        ("voice", 5),
        ("voice", "a\0b"),
        ("piper_voice", ["x"]),
        ("piper_voice", "x" * 5000),
    ],
)
def test_a_voice_of_no_sense_falls_back_alone(path: Path, key: str, value: object) -> None:
    store = written(path, {"voice": {**CHOSEN.voice._asdict(), key: value}})
    assert store.current.voice == CHOSEN.voice._replace(**{key: getattr(VoiceSettings(), key)})
    assert not store.problem


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("body", "birch"),
        ("body", None),
        ("body", ["ash"]),
        ("skin", 3),
        ("skin", "x" * 41),
        ("clothes", {"top": "#fff"}),
        ("still", 1),
        ("still", "yes"),
    ],
)
def test_a_picture_of_no_sense_falls_back_alone(path: Path, key: str, value: object) -> None:
    store = written(path, {"picture": {**CHOSEN.picture._asdict(), key: value}})
    usual = getattr(PictureSettings(), key)
    assert store.current.picture == CHOSEN.picture._replace(**{key: usual})
    assert not store.problem


def test_settings_from_before_there_were_pictures_are_kept(path: Path) -> None:
    fields = {"level": "brief", "counting": False, "voice": CHOSEN.voice._asdict()}
    usual = Settings()
    assert written(path, fields).current == CHOSEN._replace(
        picture=usual.picture,
        appearance=usual.appearance,
        distance=usual.distance,
        usual=usual.usual,
    )


@pytest.mark.parametrize(("rate", "volume"), [(100, 0), (260, 100)])
def test_the_bounds_themselves_are_allowed(path: Path, rate: int, volume: int) -> None:
    fields = {"rate": rate, "voice_volume": volume, "tone_volume": volume}
    wanted = VoiceSettings(rate=rate, voice_volume=volume, tone_volume=volume)
    assert written(path, {"voice": fields}).current.voice == wanted


@pytest.mark.parametrize("content", ["", "{", "[]", "null", "7", "[" * 100_000, "\0" * 40])
def test_a_file_that_is_no_settings_is_set_aside(path: Path, content: str) -> None:
    store = written(path, content)
    assert store.current == Settings()
    assert "settings-damaged.json" in store.problem
    assert not path.exists()
    assert path.with_name("settings-damaged.json").read_text() == content


def test_neither_text_of_another_encoding_nor_a_flood_is_read(path: Path) -> None:
    path.parent.mkdir()
    for content in (b'{"level": "\xff"}', b"{" + b" " * (1 << 21) + b"}"):
        path.write_bytes(content)
        store = SettingsStore(path)
        assert store.current == Settings()
        assert "damaged" in store.problem


def test_a_byte_order_mark_is_no_damage(path: Path) -> None:
    assert written(path, '\ufeff{"level": "silent"}').current.level is VoiceLevel.SILENT


def test_every_damaged_file_keeps_a_name_of_its_own(path: Path) -> None:
    for content in ("one", "two", "three"):
        _ = written(path, content).current
    kept = sorted(file.name for file in path.parent.iterdir())
    assert kept == ["settings-damaged-2.json", "settings-damaged-3.json", "settings-damaged.json"]
    assert {file.read_text() for file in path.parent.iterdir()} == {"one", "two", "three"}


def test_the_word_of_damage_goes_with_the_next_choice(path: Path) -> None:
    store = written(path, "no settings")
    assert not store.problem, "nothing was read yet"
    _ = store.current
    assert store.problem
    store.change(CHOSEN)
    assert not store.problem
    assert SettingsStore(path).current == CHOSEN


def test_a_choice_sets_a_damaged_file_aside_that_was_never_read(path: Path) -> None:
    written(path, "mine").change(CHOSEN)
    assert path.with_name("settings-damaged.json").read_text() == "mine"


def test_a_folder_in_its_place_is_set_aside(path: Path) -> None:
    (path / "something").mkdir(parents=True)
    store = SettingsStore(path)
    assert store.current == Settings()
    assert "cannot be read" in store.problem
    store.change(CHOSEN)
    assert SettingsStore(path).current == CHOSEN
    assert (path.with_name("settings-damaged.json") / "something").is_dir()


# A disk that does not let us.


def test_a_full_disk_keeps_the_choice_for_this_run(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = SettingsStore(path)
    store.change(CHOSEN)

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        store.change(Settings(counting=False))
    assert store.current == Settings(counting=False)
    assert store.problem.startswith("What you choose holds until Limber is closed:")
    assert "No space left on device" in store.problem
    assert SettingsStore(path).current == CHOSEN
    store.change(Settings())
    assert not store.problem
    assert SettingsStore(path).current == Settings()


def test_a_file_where_the_folder_should_be(path: Path) -> None:
    path.parent.write_text("a file")
    store = SettingsStore(path)
    assert store.current == Settings()
    assert not store.problem
    store.change(CHOSEN)
    assert store.current == CHOSEN
    assert "cannot be written" in store.problem


def test_a_damaged_file_that_cannot_be_moved_is_never_written_over(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = written(path, "mine")

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", refuse)
        assert store.current == Settings()
        assert "cannot be moved away" in store.problem
        store.change(CHOSEN)
        assert store.current == CHOSEN
        assert "cannot be moved away" in store.problem
    assert [file.name for file in path.parent.iterdir()] == ["settings.json"]
    assert path.read_text() == "mine"
    store.change(CHOSEN)
    assert SettingsStore(path).current == CHOSEN


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
        lambda inner: (
            st.lists(inner)
            | st.dictionaries(
                st.sampled_from("level counting voice rate language engine picture body ?".split()),
                inner,
            )
        ),
        max_leaves=12,
    )
)
def test_whatever_is_in_the_file_settings_come_out_of_it(
    tmp_path_factory: pytest.TempPathFactory, content: object
) -> None:
    path = tmp_path_factory.mktemp("any") / "settings.json"
    store = written(path, json.dumps(content))
    settings = store.current
    assert 100 <= settings.voice.rate <= 260
    assert settings.level is None or settings.level in set(VoiceLevel)
    store.change(settings)
    assert SettingsStore(path).current == settings


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("hold_target", "top"),
        ("hold_target", None),
        ("ready_ms", 14_000),
        ("ready_ms", True),
        ("ready_ms", "15"),
        ("switch_ms", -1),
        ("switch_ms", [12_000]),
    ],
)
def test_what_is_usual_falls_back_value_by_value(path: Path, key: str, value: object) -> None:
    good = {"hold_target": "low", "ready_ms": 20_000, "switch_ms": 12_000}
    store = written(path, {"session": {**good, key: value}})
    expected = Usual(HoldTarget.LOW, 20_000, 12_000)
    assert store.current.usual == expected._replace(**{key: getattr(Usual(), key)})
    assert written(path, {"session": "none"}).current.usual == Usual()
