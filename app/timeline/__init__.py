"""A programme to segments and cues in integer milliseconds: pure, and compiled once."""
