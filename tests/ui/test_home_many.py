"""5,000 routine files: work is counted, never timed."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from app.routine.library import Entry, Library
from app.ui.card_layout import grid_layout
from tests.ui.conftest import SHORT, Rig

MANY = 5000


class Counted:
    """A rig whose folder holds 5,000 files, and counts what is done with them.

    They are real, but only the first is understood: reading YAML is tested elsewhere, and here it
    would take the most of a minute.
    """

    def __init__(self, rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
        self.rig, self.done = rig, Counter[str]()
        first = rig.file("r0000.yaml")
        for number in range(1, MANY):
            (rig.own / f"r{number:04}.yaml").hardlink_to(first)
        entry = rig.library.entry(first)
        routine = entry.routine
        assert routine is not None
        paths = Library.paths

        def read(_: Library, path: Path) -> Entry:
            self.done["read"] += 1
            return entry._replace(path=path, routine=routine._replace(name=path.stem))

        def listed(library: Library) -> list[Path]:
            self.done["listed"] += 1
            return paths(library)

        monkeypatch.setattr(Library, "entry", read)
        monkeypatch.setattr(Library, "paths", listed)
        monkeypatch.setattr(rig, "tonight_ms", lambda _: 400_000)

    def all_read(self) -> None:
        self.rig.window.show()
        self.rig.qtbot.waitUntil(lambda: not self.rig.window.home.is_reading, timeout=60_000)
        assert self.rig.window.home.rows.rowCount() == MANY


@pytest.fixture
def counted(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> Counted:
    return Counted(rig, monkeypatch)


def test_nothing_is_done_before_the_first_paint_and_one_slice_suffices_to_begin(
    counted: Counted,
) -> None:
    rig, done = counted.rig, counted.done
    seen: list[dict[str, int]] = []
    refresh = rig.window.home_entered

    def painted() -> None:
        seen.append(dict(done))
        refresh()

    rig.window.on_first_paint(painted)
    rig.window.show()
    rig.qtbot.waitUntil(lambda: rig.window.home.rows.rowCount() > 0)
    assert seen == [{}]
    assert done["listed"] == 1
    assert done["read"] <= 8, "the loop is asked again after a few files"


def test_what_was_begun_last_is_read_first_so_that_enter_need_not_wait(counted: Counted) -> None:
    rig = counted.rig
    last = rig.own / "r4321.yaml"
    settings = rig.settings.current
    offers = settings.offers.after_choice("last", "post-run").after_begin("post-run", str(last))
    rig.settings.change(settings._replace(offers=offers))
    rig.window.show()
    rig.qtbot.waitUntil(lambda: rig.window.home.hero.row is not None)
    row = rig.window.home.hero.row
    assert row is not None
    assert row.path == last
    assert counted.done["read"] < 50
    assert rig.window.focusWidget() is rig.window.home.hero.button
    rig.qtbot.waitUntil(lambda: rig.window.home.rows.count > 500, timeout=30_000)
    assert rig.window.home.hero.row is row, "what is offered does not change under the hand"


def test_scrolling_paints_what_is_seen_and_nothing_else(counted: Counted) -> None:
    counted.all_read()
    rig = counted.rig
    home, window = rig.window.home, rig.window
    window.resize(1440, 900)
    QApplication.processEvents()
    painter = home.list.itemDelegate()
    widgets = len(home.findChildren(QWidget))
    bar = home.page.verticalScrollBar()
    layout = grid_layout(home.list.width())
    assert home.list.height() >= MANY / layout.columns * layout.height
    at_once = layout.columns * (home.page.viewport().height() // layout.pitch + 2)
    read = counted.done["read"]
    for share in (0.1, 0.5, 0.9, 1.0):
        before = painter.painted  # type: ignore[attr-defined]
        bar.setValue(round(bar.maximum() * share))
        QApplication.processEvents()
        painted = painter.painted - before  # type: ignore[attr-defined]
        assert 0 < painted <= 2 * at_once
    assert counted.done["read"] == read, "nothing is read again"
    assert len(home.findChildren(QWidget)) == widgets, "no card is a widget"
    assert bar.value() == bar.maximum()


def test_search_among_them_keeps_the_page_small(counted: Counted) -> None:
    counted.all_read()
    rig = counted.rig
    home = rig.window.home
    rig.qtbot.keyClick(home.list, Qt.Key.Key_Slash)
    assert rig.window.focusWidget() is home.page.head.search
    rig.qtbot.keyClicks(home.page.head.search, "r4999")
    assert home.rows.rowCount() == 1
    assert home.hero.row is not None
    assert home.hero.row.name == "r4999"
    rig.qtbot.keyClick(home.page.head.search, Qt.Key.Key_Escape)
    assert home.rows.rowCount() == MANY


def test_a_changed_file_costs_one_reading(counted: Counted) -> None:
    counted.all_read()
    before = counted.done["read"]
    changed = counted.rig.own / "r2000.yaml"
    changed.unlink()
    changed.write_text(SHORT + "when: any\n", encoding="utf-8")
    counted.rig.window.home.refresh()
    counted.rig.qtbot.waitUntil(lambda: not counted.rig.window.home.is_reading, timeout=30_000)
    assert counted.done["read"] == before + 1
