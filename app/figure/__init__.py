"""The picture of a movement: baked figures, which frame is due, and painting it."""
