"""Words: a phrase book for each language, spelling for the ear, and how long texts take."""
