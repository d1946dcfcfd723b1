"""A session in a terminal, for machines without a display."""
