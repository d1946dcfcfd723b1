"""Which colour each layer has: by scheme, skin and clothes, and the mat by the side.

Amber and indigo are left to the sides and clay to advice; the worked muscle glows.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Final, NamedTuple

# base, shade, and the hair that comes with it: base, shade
_Skin = tuple[str, str, str, str]
# top, its shade, shorts, their shade, band
_Clothes = tuple[str, str, str, str, str]

SKINS: Final[Mapping[str, _Skin]] = {
    "fair": ("#F2C6A5", "#D69C86", "#8A5433", "#6B3F2B"),
    "honey": ("#DFA07A", "#BC7C6A", "#3E2A2B", "#2C1D22"),
    "bronze": ("#BF8660", "#986452", "#33232A", "#231820"),
    "brown": ("#9C6244", "#77463D", "#2A1D24", "#1D141B"),
    "deep": ("#6E4535", "#523030", "#241A22", "#18111A"),
}
CLOTHES: Final[Mapping[str, _Clothes]] = {
    "reef": ("#2BA197", "#2A7F85", "#2B3C6B", "#2D2E5E", "#FFB84D"),
    "berry": ("#B5507F", "#8E3F70", "#3F3457", "#30284A", "#F0D9B8"),
    "moss": ("#7E9A4E", "#617B47", "#3D4650", "#2F3542", "#F3E2C0"),
    "slate": ("#7C93AD", "#62769A", "#39404F", "#2C313F", "#EFE3CF"),
    "cream": ("#EADCC4", "#CBB7A3", "#4B6A77", "#3B5363", "#D98A7B"),
}
OWN: Final[Mapping[str, tuple[str, str]]] = {
    "ash": ("brown", "berry"),
    "robin": ("honey", "reef"),
}
"""Skin and clothes as each body comes."""

_PROPS: Final[Mapping[str, Mapping[str, str]]] = {
    "light": {
        "lens": "#FFFBF3",
        "wall": "#EAE0CF",
        "wall-shade": "#D6CAB5",
        "box": "#DECFA9",
        "box-shade": "#C4B389",
        "block": "#C3CFB0",
        "block-shade": "#A3B190",
        "cushion": "#E0C3CE",
        "cushion-shade": "#C4A2B2",
        "roller": "#D9CDB0",
        "roller-shade": "#B9AA86",
        "ball": "#E58C6C",
        "ball-shade": "#C06C57",
        "tape": "#F6D465",
        "shadow": "#3A2340",
        "outline": "#38233F",
        "inner-line": "#38233F",
        "face": "#38222E",
        "highlight": "#FF5A2C",
        "highlight-soft": "#FF5A2C",
    },
    "dark": {
        "lens": "#221C28",
        "wall": "#3A3340",
        "wall-shade": "#4A4251",
        "box": "#8C7C5E",
        "box-shade": "#6A5D48",
        "block": "#7C8A6C",
        "block-shade": "#5E6A53",
        "cushion": "#8C6C7B",
        "cushion-shade": "#6B5260",
        "roller": "#93856A",
        "roller-shade": "#6E634F",
        "ball": "#D97B5E",
        "ball-shade": "#A65B4A",
        "tape": "#CDAE4C",
        "shadow": "#000000",
        "outline": "#B7A3BE",
        "inner-line": "#2A1930",
        "face": "#2A1722",
        "highlight": "#FF6A3C",
        "highlight-soft": "#FF6A3C",
    },
    "contrast": {
        "lens": "#000000",
        "wall": "#1C1C1C",
        "wall-shade": "#8A8A8A",
        "box": "#5C5C5C",
        "box-shade": "#3C3C3C",
        "block": "#5C5C5C",
        "block-shade": "#3C3C3C",
        "cushion": "#5C5C5C",
        "cushion-shade": "#3C3C3C",
        "roller": "#6A6A6A",
        "roller-shade": "#444444",
        "ball": "#8A8A8A",
        "ball-shade": "#5C5C5C",
        "tape": "#FFFFFF",
        "shadow": "#000000",
        "outline": "#FFFFFF",
        "inner-line": "#000000",
        "face": "#000000",
        "highlight": "#FF4A14",
        "highlight-soft": "#FF4A14",
    },
}
# Of dark grounds: the shorts stand out from them.
_LIFTED: Final[Mapping[str, tuple[str, str]]] = {
    "reef": ("#5873B4", "#4A5C9C"),
    "berry": ("#7A68A4", "#64558A"),
    "moss": ("#74828F", "#5F6B7A"),
    "slate": ("#77839A", "#616C84"),
    "cream": ("#6F95A4", "#5B7D8D"),
}
_OPACITY: Final[Mapping[str, float]] = {"shadow": 0.16, "highlight-soft": 0.42}
_DARK_OPACITY: Final[Mapping[str, float]] = {"shadow": 0.42, "highlight-soft": 0.45}


class FigurePalette(NamedTuple):
    """What a figure is painted in. `skin` and `clothes` are names, or empty: as the body comes.

    `scheme` is light, dark or contrast; `mat` and `mat_edge` are colours as `#RRGGBB`, empty for a
    quiet mat of the scheme's own.
    """

    scheme: str
    skin: str
    clothes: str
    mat: str
    mat_edge: str


def figure_palette(
    scheme: str, skin: str = "", clothes: str = "", mat: tuple[str, str] = ("", "")
) -> FigurePalette:
    """A palette; names that are not known count as empty."""
    known = scheme if scheme in _PROPS else "light"
    return FigurePalette(
        known, skin if skin in SKINS else "", clothes if clothes in CLOTHES else "", *mat
    )


@lru_cache(maxsize=64)
def layer_colours(palette: FigurePalette, body: str) -> Mapping[str, tuple[str, float]]:
    """The colour of each layer, `#RRGGBB`, and its opacity from 0 to 1."""
    own_skin, own_clothes = OWN.get(body, OWN["robin"])
    skin, shade, hair, hair_shade = SKINS[palette.skin or own_skin]
    name = palette.clothes or own_clothes
    top, top_shade, shorts, shorts_shade, band = CLOTHES[name]
    if palette.scheme != "light":
        shorts, shorts_shade = _LIFTED[name]
    colours = {
        **_PROPS[palette.scheme],
        "skin": skin,
        "skin-shade": shade,
        "hair": hair,
        "hair-shade": hair_shade,
        "top": top,
        "top-shade": top_shade,
        "shorts": shorts,
        "shorts-shade": shorts_shade,
        "band": band,
        "band-shade": mixed(band, hair_shade, 0.25),
    }
    ground, edge = _MATS[palette.scheme]
    colours["mat"] = palette.mat or ground
    colours["mat-edge"] = palette.mat_edge or edge
    opacity = _OPACITY if palette.scheme == "light" else _DARK_OPACITY
    return {layer: (colour, opacity.get(layer, 1.0)) for layer, colour in colours.items()}


_MATS: Final = {
    "light": ("#D8D2EE", "#B3A8DA"),
    "dark": ("#3A3448", "#564D68"),
    "contrast": ("#000000", "#FFFFFF"),
}


def mixed(one: str, other: str, share: float) -> str:
    """A colour between two, `share` of the way to the other."""
    pairs = [(int(one[k : k + 2], 16), int(other[k : k + 2], 16)) for k in (1, 3, 5)]
    return "#" + "".join(f"{round(a + (b - a) * share):02X}" for a, b in pairs)
