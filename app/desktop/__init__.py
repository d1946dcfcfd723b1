"""What the desktop around the window gives a session: a lit screen, media keys, a menu entry."""
