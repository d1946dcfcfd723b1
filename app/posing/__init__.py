"""The figures' workshop: bodies, poses in words, the solver, the checks, the baker.

Development time only. The checks and what they stand on need numpy; the rest needs the extra
`limber[posing]`. World: x forward, y the figure's left, z up, metres.
"""
