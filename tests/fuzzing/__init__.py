"""Damaged pages in great numbers: whatever the bytes, a record or one of the documented errors."""
