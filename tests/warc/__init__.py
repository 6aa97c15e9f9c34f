"""Tests of warc."""
