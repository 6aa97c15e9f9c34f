"""Sources as they come: bytes, names, headers."""
