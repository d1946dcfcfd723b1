"""YAML text to nodes with places, and nodes to checked values: every problem at once.

The one machinery behind routines, movements and phrase books.
"""
