"""Every colour of the tokens against every ground it stands on, by WCAG's contrast ratio."""

from __future__ import annotations

from typing import Final

import pytest

from app.ui.tokens import CONTRAST, DARK, LIGHT, Colours, SideColours

SCHEMES: Final = {"light": LIGHT, "dark": DARK, "contrast": CONTRAST}
STAGE, ROOM, LINE = 7.0, 4.5, 3.0


def luminance(colour: str) -> float:
    """Relative luminance of `#RRGGBB` in sRGB, from 0 to 1 (WCAG 2.2)."""
    channels = [int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return sum(share * c for share, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def ratio(one: str, other: str) -> float:
    """From 1, the same, to 21, black on white."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def sides(colours: Colours) -> dict[str, SideColours]:
    return {"right": colours.right, "left": colours.left, "none": colours.none}


def too_weak(pairs: dict[str, tuple[str, str]], least: float) -> dict[str, float]:
    found = {name: ratio(*pair) for name, pair in pairs.items()}
    return {name: round(value, 2) for name, value in found.items() if value < least}


@pytest.fixture(params=SCHEMES)
def colours(request: pytest.FixtureRequest) -> Colours:
    return SCHEMES[request.param]


def test_the_measure_itself() -> None:
    assert ratio("#000000", "#FFFFFF") == pytest.approx(21)
    assert ratio("#777777", "#FFFFFF") == pytest.approx(4.478, abs=0.001)


def test_words_of_the_stage(colours: Colours) -> None:
    pairs = {
        f"{ink} on {ground}": (getattr(colours, ink), getattr(colours, ground))
        for ink in ("ink", "quiet")
        for ground in ("paper", "strip", "card")
    }
    pairs["ink on sand"] = (colours.ink, colours.sand)
    # The post of a panel that stands, and the button that goes on.
    pairs["paper on ink"] = (colours.paper, colours.ink)
    for name, side in sides(colours).items():
        pairs |= {
            f"{name}: text on slab": (side.text, side.slab),
            f"{name}: word on post": (side.on_post, side.post),
            f"{name}: ink on tint": (colours.ink, side.tint),
            f"{name}: quiet on tint": (colours.quiet, side.tint),
        }
        if name != "none":
            pairs[f"{name}: word on mark"] = (side.on_mark, side.mark)
    assert not too_weak(pairs, STAGE)


def test_words_of_the_rooms(colours: Colours) -> None:
    grounds = ("paper", "strip", "card", "well")
    pairs = {
        f"{ink} on {ground}": (getattr(colours, ink), getattr(colours, ground))
        for ink in ("ink", "muted", "accent", "clay")
        for ground in grounds
    }
    pairs |= {
        "on accent": (colours.on_accent, colours.accent),
        "clay on its ground": (colours.clay, colours.clay_ground),
        "ink on clay's ground": (colours.ink, colours.clay_ground),
        "clay's ground on clay": (colours.clay_ground, colours.clay),
        "accent on a chosen card": (colours.accent, colours.none.tint),
        "muted on a chosen card": (colours.muted, colours.none.tint),
        "sign of no side": (colours.none.on_mark, colours.none.mark),
    }
    assert not too_weak(pairs, ROOM)


def test_lines_and_controls(colours: Colours) -> None:
    pairs = {
        f"{line} on {ground}": (getattr(colours, line), getattr(colours, ground))
        for line in ("control", "accent")
        for ground in ("paper", "card", "strip", "well")
    }
    pairs |= {
        "done on strip": (colours.done, colours.strip),
        "edge of sand on paper": (colours.sand_edge, colours.paper),
        "what has run of a lane that stands": (colours.ink, colours.sand_track),
    }
    for name, side in sides(colours).items():
        pairs |= {
            f"{name}: outline on paper": (side.outline, colours.paper),
            f"{name}: outline on strip": (side.outline, colours.strip),
            f"{name}: edge of the slab on paper": (side.edge or side.slab, colours.paper),
            f"{name}: edge of the slab on strip": (side.edge or side.slab, colours.strip),
            f"{name}: edge of the slab on its tint": (side.edge or side.slab, side.tint),
            f"{name}: what has run of a lane": (side.text, side.track),
            f"{name}: what has run in the bar": (colours.ink, side.mat),
        }
    assert not too_weak(pairs, LINE)


def test_black_panels_show_by_their_edges() -> None:
    for side in sides(CONTRAST).values():
        assert side.slab == side.tint == side.mat == CONTRAST.paper
        assert side.edge
        # On black an empty lane is seen by its own colour.
        assert ratio(side.track, side.slab) >= LINE
    assert CONTRAST.edge_px == 6
