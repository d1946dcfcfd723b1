from __future__ import annotations

from pathlib import Path

import pytest

from app.history.offers import Offers, offers_of
from app.history.settings import SettingsStore


def test_what_was_chosen_and_begun_is_kept(tmp_path: Path) -> None:
    store = SettingsStore(tmp_path / "settings.json")
    offers = Offers().after_choice("morning", "pre-run").after_begin("pre-run", "/a/b.yaml")
    store.change(store.current._replace(offers=offers))
    again = SettingsStore(tmp_path / "settings.json").current.offers
    assert again.chosen == {"morning": "pre-run", "last": "pre-run"}
    assert again.begun == {"pre-run": "/a/b.yaml", "last": "/a/b.yaml"}


@pytest.mark.parametrize(
    "fields",
    [
        None,
        [],
        {"chosen": 3, "begun": "no"},
        {"chosen": {"morning": "tea"}, "begun": {"pre-run": ""}},
        {"chosen": {"night": "pre-run"}, "begun": {"tea": "/a"}},
        {"begun": {"last": "a\0b", "pre-run": "x" * 5000}},
    ],
)
def test_what_makes_no_sense_is_forgotten(fields: object) -> None:
    assert offers_of(fields) == Offers()
