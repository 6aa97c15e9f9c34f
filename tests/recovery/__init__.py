"""Tests of recovery by the sums of table 3."""
