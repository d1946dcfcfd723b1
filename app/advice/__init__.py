"""The programme rules of `movements.md`: named, pure checks of a routine."""
