"""The flesh as it is drawn: a few fills more, in hollows that nothing stands or lies on.

What touches and carries is asked of `flesh` alone, so these may change without a pose moving. They
stay within the hull of what is about them.
"""

from __future__ import annotations

from app.posing.body import Body
from app.posing.flesh import flesh
from app.posing.flesh_kit import Blob
from app.posing.sculptor import Sculptor


def drawn_flesh(body: Body) -> tuple[Blob, ...]:
    """All blobs of a body that the picture shows, both sides."""
    hand = Sculptor(body)
    hand.on("shank", "shank", "skin", 0.03, "leg")
    hand.cone((-0.028, 0.09, 0.295), (-0.0335, 0.09, 0.185), (0.027, 0.0155))  # soleus
    return (*flesh(body), *hand.blobs)
