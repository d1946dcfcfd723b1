"""What is heard: speech rendered ahead by an engine, tones made by code, and one player.

Imports nothing here: the engine, Qt's sound and the worker process are loaded when first needed.
"""
