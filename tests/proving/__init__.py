"""The proving ground: pages with known figures, damaged on purpose, read and scored.

``python -m tests.proving`` makes the pages, reads them and prints the table; see ``evaluate``.
"""
