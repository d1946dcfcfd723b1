"""A figure file: what is read of it, and that nothing broken gets in."""

from __future__ import annotations

import zlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.figure.format import LAYERS, MAGIC, Moment
from app.figure.loading import figure_from, load_figure
from app.figure.ribbon import line_code, ribbon
from tests.figure.samples import DISC, LINE, SQUARE, file_bytes, sample


def test_head_and_shapes_come_back() -> None:
    figure = sample()
    assert (figure.movement, figure.body, figure.frames) == ("sample", "robin", 2)
    assert figure.box() == (1000.0, 1000.0)
    assert dict(figure.tracks["work"].marks) == {"far": 0.5}
    assert [LAYERS[layer] for layer, _ in figure.shapes(1)] == ["skin", "top", "inner-line"]
    (square,) = figure.contours(figure.shapes(0)[0][1])
    assert (list(square[0]), list(square[1])) == ([100, 300, 300, 100], [100, 100, 300, 300])
    assert square[2] == b"\1\1\1\1"


def test_shapes_that_frames_share_are_kept_once() -> None:
    figure = sample()
    assert figure.shapes(0)[0][1] == figure.shapes(1)[0][1]


@pytest.mark.parametrize(
    ("at", "frame"), [(-1, 0), (0, 0), (0.49, 0), (0.5, 1), (0.99, 1), (1, 1), (7, 1)]
)
def test_frame_that_is_due(at: float, frame: int) -> None:
    assert sample().frame(Moment("work", at)) == frame


def test_line_is_a_shape_as_wide_as_its_code_says() -> None:
    xs, ys, corners = ribbon([0, 50, 100], [0, 0, 0], line_code(5.0, (True, False)))
    assert (min(ys), max(ys)) == (-5.0, 5.0)
    assert (xs[0], ys[0], corners[0]) == (0.0, 0.0, 1), "it tapers to a point where it begins"
    assert max(xs) == 105.0, "and is a little longer where it does not"
    assert len(xs) == len(ys) == len(corners) == 5


def test_other_files_are_refused(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        load_figure(tmp_path / "none.fig")
    for data in (b"", b"GIF89a", MAGIC, MAGIC + b"\0\0\0\0", MAGIC + b"\xff\xff\xff\xff1234"):
        with pytest.raises(ValueError, match="figure"):
            figure_from(data)


@given(st.data())
def test_damaged_files_are_refused_or_read(data: st.DataObject) -> None:
    """Cut short or with a byte changed: a figure or a ValueError, nothing else."""
    whole = bytearray(file_bytes(((SQUARE, LINE), (DISC,))))
    if data.draw(st.booleans()):
        whole = whole[: data.draw(st.integers(0, len(whole) - 1))]
    else:
        whole[data.draw(st.integers(0, len(whole) - 1))] ^= data.draw(st.integers(1, 255))
    try:
        figure = figure_from(bytes(whole))
    except ValueError:
        return
    assert figure.frames >= 0


def test_bomb_is_refused() -> None:
    head = zlib.compress(b"[" * (20 << 20))
    with pytest.raises(ValueError, match="too large"):
        figure_from(MAGIC + len(head).to_bytes(4, "little") + head)
