"""The routine file: text to a validated, frozen model, or every problem at once; and its doses."""
