"""The flesh of the two bodies: where muscle, skin and cloth lie on the bones.

Sculpted in rest coordinates of the middle body (`flesh_kit.MIDDLE`), metres, left side only;
`_Sculptor` moves it to a body's own bones and mirrors it.
"""

from __future__ import annotations

from app.posing.body import Body
from app.posing.flesh_arms import arm
from app.posing.flesh_head import head
from app.posing.flesh_kit import Blob
from app.posing.flesh_legs import leg
from app.posing.flesh_torso import torso
from app.posing.sculptor import Sculptor


def flesh(body: Body) -> tuple[Blob, ...]:
    """All blobs of a body, both sides."""
    hand = Sculptor(body)
    torso(hand)
    head(hand)
    arm(hand)
    leg(hand)
    return hand.blobs
