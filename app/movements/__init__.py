"""The catalogue: every movement, its doses, its words and its rules."""
