"""Tests of one report in several forms."""
