"""Tests of the tables stage."""
