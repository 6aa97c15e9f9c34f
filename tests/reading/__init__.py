"""Tests of the way from bytes to a record."""
