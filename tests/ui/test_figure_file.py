"""`limber movements --figure`: one figure as a file."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QImage

from app.house import House
from app.main import main
from tests.figure import samples
from tests.ui.figures import FRAMES, HEIGHT, SQUARE, WIDTH, square_left, write_figure

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def figures(user_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = user_folder / "figures"
    monkeypatch.setattr(House, "figures", folder)
    for movement in ("pigeon-pose", "cat-cow"):
        write_figure(folder, movement)
    return folder


def written(file: Path, *more: str, figure: str = "pigeon-pose") -> int:
    return main(["movements", "--figure", figure, f"--{file.suffix[1:]}", str(file), *more])


def square(file: Path) -> tuple[float, float]:
    """The left end of the figure's square and its width."""
    image = QImage(str(file))
    y = round(image.height() * 0.6)
    solid = [x for x in range(image.width()) if image.pixelColor(x, y).alpha() > 200]
    scale = image.width() / WIDTH
    return solid[0] / scale, (solid[-1] + 1 - solid[0]) / scale


def test_png_has_no_ground_and_the_moment_that_was_asked_for(figures: Path) -> None:
    file = figures / "out.png"
    for at, frame in (("", FRAMES - 1), ("start", 0), ("enter:0.5", 6), ("hold", 3)):
        assert written(file, "--at", at) == 0
        left, width = square(file)
        assert left == pytest.approx(square_left(frame), abs=2), at
        assert width == pytest.approx(SQUARE, abs=2)
    image = QImage(str(file))
    assert image.pixelColor(0, 0).alpha() == 0
    assert image.height() / image.width() == pytest.approx(HEIGHT / WIDTH, abs=0.01)


def test_left_is_mirrored_and_its_mat_has_the_colour_of_the_side(figures: Path) -> None:
    file = figures / "out.png"
    assert written(file, "--side", "left", "--at", "start") == 0
    left, width = square(file)
    assert left == pytest.approx(WIDTH - square_left(0) - width, abs=2)
    image = QImage(str(file))
    assert image.pixelColor(image.width() // 2, round(image.height() * 0.9)) == QColor("#CFD4F3")


def test_what_has_no_side_is_never_mirrored(figures: Path) -> None:
    file = figures / "out.png"
    assert written(file, "--side", "left", "--at", "start", figure="cat-cow") == 0
    assert square(file)[0] == pytest.approx(square_left(0), abs=2)


def test_svg_has_a_path_for_each_layer_by_name(figures: Path) -> None:
    file = figures / "out.svg"
    assert written(file, "--at", "start", "--theme", "dark") == 0
    root = ET.parse(file).getroot()
    assert root.get("viewBox") == f"0 0 {WIDTH} {HEIGHT}"
    paths = root.findall(f".//{SVG}path")
    assert [path.get("class") for path in paths] == ["mat", "outline", "skin"]
    assert paths[0].get("fill") == "#5A4722"
    left = square_left(0)
    assert (
        paths[2].get("d") == f"M{left} 280L{left + 100} 280L{left + 100} 480L{left} 480L{left} 280Z"
    )
    assert written(file, "--side", "left") == 0
    assert "matrix(-1 0 0 1 900 0)" in file.read_text()


def test_muscle_glows_less_on_the_way(figures: Path) -> None:
    data = samples.file_bytes(((samples.SQUARE, samples.GLOW),) * 2)
    (figures / "ash" / "pigeon-pose.fig").write_bytes(data)
    file = figures / "out.svg"
    shares = []
    for at in ("enter:0.2", "enter:0.75", "enter:1", "work"):
        assert written(file, "--at", at) == 0
        found = ET.parse(file).getroot().findall(f".//{SVG}path[@class='highlight']")
        shares.append([float(path.get("fill-opacity", "1")) for path in found])
    assert shares[0] == []
    assert 0.3 < shares[1][0] < 0.7
    assert shares[2:] == [[1.0], [1.0]]


def test_body_is_that_of_the_settings_unless_it_is_named(figures: Path) -> None:
    write_figure(figures, "pigeon-pose", body="robin")
    file = figures / "out.svg"
    colours = []
    for more in ((), ("--body", "robin")):
        assert written(file, *more) == 0
        found = ET.parse(file).getroot().findall(f".//{SVG}path")
        colours.append(found[2].get("fill"))
    assert colours[0] != colours[1]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--figure", "pigeon-pose"], "--svg FILE or --png FILE"),
        (["--svg", "x.svg"], "needs --figure ID"),
        (["--figure", "pigon-pose", "--svg", "x.svg"], 'Did you mean "pigeon-pose"'),
        (["--figure", "open-book", "--svg", "x.svg"], "no figure of open-book"),
        (["--figure", "cat-cow", "--svg", "x.svg", "--at", "noon"], "Known: start, end-range, ent"),
        (["--figure", "cat-cow", "--svg", "x.svg", "--at", "work:2"], 'no moment "work:2"'),
        (["--figure", "cat-cow", "--svg", "/no/such/folder/x.svg"], "cannot be written"),
        (["--figure", "cat-cow", "--png", "/no/such/folder/x.png"], "cannot be written"),
    ],
)
def test_what_cannot_be_is_one_sentence(
    words: list[str],
    told: str,
    figures: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(figures)
    assert main(["movements", *words]) == 2
    error = capsys.readouterr().err
    assert told in error
    assert error.count("\n") == 1
    assert not (figures / "x.svg").exists()


def test_broken_figure_is_one_sentence(figures: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (figures / "ash" / "cat-cow.fig").write_bytes(b"LIMBERF1")
    assert written(figures / "out.svg", figure="cat-cow") == 2
    assert "cannot be read" in capsys.readouterr().err
