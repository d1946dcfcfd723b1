"""A timeline performed against a clock that is passed in."""
