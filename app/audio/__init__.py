"""Sound: clips, tones, one stream mixed from them, and the process that holds the loudspeaker.

Imports nothing here: numpy and Qt's sound are loaded when first needed.
"""
