"""Conformance vectors that nobody here wrote, run from the shared folder."""
