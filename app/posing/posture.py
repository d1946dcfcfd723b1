"""One look at a posed body: flesh, props, and how everything moves with the unknowns."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np

from app.posing.body import MIDDLE_HEIGHT
from app.posing.chain import COUNT, State, bone_index
from app.posing.mass import masses
from app.posing.props import Prop
from app.posing.skeleton import Array
from app.posing.surface import Flesh, Spot, Surface


class Anchor(NamedTuple):
    """Where a kept node was: its skin point and its bone's turn."""

    point: Array
    turned: Array


class Scene:
    """One look at a state: the flesh is posed once and asked often."""

    def __init__(
        self,
        surface: Surface,
        state: State,
        props: dict[str, Prop],
        kept: dict[str, Anchor],
        swell: Array | None = None,
    ) -> None:
        """`props` are placed for this body already; `swell` is of a pose near this one."""
        self.surface: Final = surface
        self.state: Final = state
        self.flesh: Final[Flesh] = surface.posed(state, swell)
        self.props: Final = props
        self.kept: Final = kept
        self.scale: Final = surface.body.height / MIDDLE_HEIGHT

    def spot(self, node: str) -> Spot:
        """A node of this body."""
        return self.surface.nodes[node]

    def skin(self, node: str) -> tuple[Array, Array]:
        """A node's skin point and its slopes (3, COUNT)."""
        spot = self.spot(node)
        point = self.state.point(spot.bone, spot.local)
        return point, self._slopes(point, self.surface.chain.carries[spot.bone])

    def _slopes(self, point: Array, weights: Array) -> Array:
        return self.state.slope(point, weights)

    def lump(self, lump: int, point: Array) -> Array:
        """Slopes (3, COUNT) of a point that rides on a lump."""
        return self._slopes(point, self.surface.weights[lump])

    def bone_way(self, bone: str) -> tuple[Array, Array]:
        """The way a bone points and its slopes (3, COUNT)."""
        if bone == "torso":
            return self._line(bone_index("pelvis"), bone_index("neck"))
        row = bone_index(bone)
        return self.turned(row, _way_at_rest(self.surface, bone))

    def _line(self, one: int, other: int) -> tuple[Array, Array]:
        span = self.state.origins[other] - self.state.origins[one]
        size = float(np.linalg.norm(span))
        carries = self.surface.chain.carries
        slopes = self._slopes(self.state.origins[other], carries[other])
        slopes = slopes - self._slopes(self.state.origins[one], carries[one])
        way = span / size
        return way, (slopes - np.outer(way, way @ slopes)) / size

    def turned(self, row: int, at_rest: Array) -> tuple[Array, Array]:
        """A direction fixed to a bone and its slopes (3, COUNT)."""
        way = self.state.turns[row] @ at_rest
        return way, self.state.swing(way, self.surface.chain.carries[row])


_CHILD: Final = {
    "pelvis": "lumbar",
    "lumbar": "waist",
    "waist": "chest",
    "chest": "neck",
    "neck": "head",
    "clavicle": "upper_arm",
    "upper_arm": "forearm",
    "forearm": "hand",
    "hand": "fingers",
    "thigh": "shank",
    "shank": "foot",
}
UP: Final = np.array((0.0, 0.0, 1.0))


def _way_at_rest(surface: Surface, bone: str) -> Array:
    """From the near joint to the far one at rest; a foot from heel to toes, level."""
    name, _, side = bone.partition(".")
    if name in ("foot", "toes"):
        return np.array((1.0, 0.0, 0.0))
    if name in ("head", "pelvis"):
        return UP
    tail = f".{side}" if side else ""
    body = surface.body
    if name in _CHILD:
        child = _CHILD[name] + (tail if _CHILD[name] + tail in body.joints else "")
        end = body.joints[child]
    else:
        end = body.tips[bone]
    span = np.subtract(end, body.joints[bone])
    return np.asarray(span / np.linalg.norm(span))


def centre_of_mass(scene: Scene) -> tuple[Array, Array]:
    """The body's centre of mass and its slopes (3, COUNT)."""
    points, slopes = np.zeros(3), np.zeros((3, COUNT))
    for bone, share, local in masses(scene.surface.body):
        row = bone_index(bone)
        point = scene.state.point(row, local)
        points += share * point
        slopes += share * scene.state.slope(point, scene.surface.chain.carries[row])
    return points, slopes


def anchor(scene: Scene, node: str) -> Anchor:
    """Where a node is now."""
    spot = scene.spot(node)
    return Anchor(scene.skin(node)[0], scene.state.turns[spot.bone].copy())
