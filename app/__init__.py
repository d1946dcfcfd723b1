"""Limber: a hands-free guide through a runner's mobility work."""

__version__ = "0.1.0"
