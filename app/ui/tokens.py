"""The tokens of the look in one place: colours, type, spacing, lines, motion.

A side has a colour, but never a colour alone: its place, its shape and its word say it too. Amber
and indigo mean sides and nothing else; clay means advice. `tests/ui/test_contrast.py` measures the
colours: 7 : 1 for words on the stage, 4.5 : 1 in the rooms, 3 : 1 for lines and controls.
"""

from __future__ import annotations

from typing import Final, NamedTuple

GAPS: Final = (4, 8, 12, 16, 24, 40)
"""Spacing in pixels, from the smallest to the largest."""

RADIUS_CHIP: Final = 8
RADIUS_BUTTON: Final = 10
RADIUS_CARD: Final = 14
RADIUS_HERO: Final = 18

LINE_HAIR: Final = 1
LINE_CONTROL: Final = 1.5
LINE_SELECTED: Final = 3
FOCUS_RING: Final = 3
FOCUS_GAP: Final = 4

# Room type in pixels, and the weights.
SMALL: Final = 14
TEXT: Final = 16
LARGE: Final = 18
HEAD: Final = 22
TITLE: Final = 32
DISPLAY: Final = 40

MEDIUM: Final = 500
SEMI: Final = 600
BOLD: Final = 700

# Motion in milliseconds. Nothing loops, bounces or flashes.
HOVER_MS: Final = 120
TINT_MS: Final = 240
"""From a tinted panel to a filled one."""
SWEEP_MS: Final = 400
"""The panel across the screen at a switch, slow at both ends."""


class SideColours(NamedTuple):
    """The colours of right, left or no side.

    `slab` and `text` are the panel while work runs, `post` and `on_post` its fingerpost; `mark` and
    `on_mark` the small sign on paper; `tint` the panel while getting ready; `mat` what is to come;
    `track` the part of a lane that is still empty; `outline` a line on paper or strip, and the
    solid edge of a panel while getting ready; `edge` the one along the bow of a filled panel, empty
    where the fill stands out by itself.
    """

    slab: str
    text: str
    post: str
    on_post: str
    mark: str
    on_mark: str
    tint: str
    mat: str
    track: str
    outline: str
    edge: str


class Colours(NamedTuple):
    """One scheme.

    `quiet` is the second ink on the stage, `muted` the one in the rooms; `well` the ground of a
    picture in a card and of a choice in segments; `sand` the panel while the session stands, with
    `sand_edge` along its bow; `strip_line` parts strip and stage where their fills do not. Of a
    panel's edge, `edge_px` is the least width in pixels.
    """

    paper: str
    strip: str
    card: str
    well: str
    ink: str
    quiet: str
    muted: str
    control: str
    hairline: str
    accent: str
    on_accent: str
    sand: str
    sand_track: str
    sand_edge: str
    strip_line: str
    edge_px: float
    done: str
    clay: str
    clay_ground: str
    clay_line: str
    right: SideColours
    left: SideColours
    none: SideColours


LIGHT: Final = Colours(
    paper="#F8F2E6",
    strip="#F0E7D7",
    card="#FFFBF3",
    well="#F0E7D7",
    ink="#211A26",
    quiet="#4A4150",
    muted="#574D5D",
    control="#918164",
    hairline="#DDD1BD",
    accent="#175E59",
    on_accent="#FFFFFF",
    sand="#DCD2C3",
    sand_track="#B8AB96",
    sand_edge="#918164",
    strip_line="",
    edge_px=2.0,
    done="#7D7080",
    clay="#A63A14",
    clay_ground="#FBE3D6",
    clay_line="#E2A98F",
    right=SideColours(
        slab="#F3B452",
        text="#211A26",
        post="#211A26",
        on_post="#FFC66B",
        mark="#E79A1C",
        on_mark="#211A26",
        tint="#FBE6BD",
        mat="#F7DDAA",
        track="#B27310",
        outline="#A96A00",
        edge="#B27310",
    ),
    left=SideColours(
        slab="#333F92",
        text="#FFFFFF",
        post="#FFFFFF",
        on_post="#333F92",
        mark="#333F92",
        on_mark="#FFFFFF",
        tint="#DDE1F8",
        mat="#CFD4F3",
        track="#6672C9",
        outline="#333F92",
        edge="",
    ),
    none=SideColours(
        slab="#175E59",
        text="#FFFFFF",
        post="#FFFFFF",
        on_post="#175E59",
        mark="#1F7A73",
        on_mark="#FFFFFF",
        tint="#D9EAE3",
        mat="#CBE2DA",
        track="#4C9D95",
        outline="#1F7A73",
        edge="",
    ),
)

DARK: Final = Colours(
    paper="#17131B",
    strip="#221C28",
    card="#221C28",
    well="#100D14",
    ink="#F7F0E4",
    quiet="#BDB2C2",
    muted="#BDB2C2",
    control="#7A6E84",
    hairline="#372F3F",
    accent="#86D3C4",
    on_accent="#0B2A27",
    sand="#3A3241",
    sand_track="#6A5F73",
    sand_edge="#7A6E84",
    strip_line="",
    edge_px=2.0,
    done="#8C8292",
    clay="#FF9B73",
    clay_ground="#3A2018",
    clay_line="#7A4632",
    right=SideColours(
        slab="#4E3208",
        text="#FFE3B3",
        post="#F6B955",
        on_post="#211A26",
        mark="#F6B955",
        on_mark="#211A26",
        tint="#2B2013",
        mat="#5A4722",
        track="#8F6A2E",
        outline="#F6B955",
        edge="#F6B955",
    ),
    left=SideColours(
        slab="#2B3479",
        text="#E4E7FF",
        post="#AEB8FF",
        on_post="#14163A",
        mark="#AEB8FF",
        on_mark="#14163A",
        tint="#1B1E3D",
        mat="#333A72",
        track="#5865C0",
        outline="#AEB8FF",
        edge="#AEB8FF",
    ),
    none=SideColours(
        slab="#12433F",
        text="#D3F3EA",
        post="#86D3C4",
        on_post="#0B2A27",
        mark="#86D3C4",
        on_mark="#0B2A27",
        tint="#12271F",
        mat="#22463F",
        track="#36857C",
        outline="#86D3C4",
        edge="#86D3C4",
    ),
)

CONTRAST: Final = Colours(
    paper="#000000",
    strip="#000000",
    card="#000000",
    well="#000000",
    ink="#FFFFFF",
    quiet="#FFFFFF",
    muted="#FFFFFF",
    control="#FFFFFF",
    hairline="#FFFFFF",
    accent="#7FE3D0",
    on_accent="#000000",
    sand="#000000",
    sand_track="#767676",
    sand_edge="#FFFFFF",
    strip_line="#FFFFFF",
    edge_px=6.0,
    done="#8A8A8A",
    clay="#FF9B73",
    clay_ground="#000000",
    clay_line="#FF9B73",
    right=SideColours(
        slab="#000000",
        text="#FFFFFF",
        post="#FFC64D",
        on_post="#000000",
        mark="#FFC64D",
        on_mark="#000000",
        tint="#000000",
        mat="#000000",
        track="#8A6A1E",
        outline="#FFC64D",
        edge="#FFC64D",
    ),
    left=SideColours(
        slab="#000000",
        text="#FFFFFF",
        post="#A9B8FF",
        on_post="#000000",
        mark="#A9B8FF",
        on_mark="#000000",
        tint="#000000",
        mat="#000000",
        track="#5F6DBB",
        outline="#A9B8FF",
        edge="#A9B8FF",
    ),
    none=SideColours(
        slab="#000000",
        text="#FFFFFF",
        post="#7FE3D0",
        on_post="#000000",
        mark="#7FE3D0",
        on_mark="#000000",
        tint="#000000",
        mat="#000000",
        track="#3E8174",
        outline="#7FE3D0",
        edge="#7FE3D0",
    ),
)
"""Black panels with bright edges: whoever paints one paints its edge, line or track as well."""
