"""Tables that are pictures."""
