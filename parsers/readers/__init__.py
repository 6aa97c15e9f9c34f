"""Readers turn one kind of source text into a :class:`parsers.model.Document` of blocks.

lxml and BeautifulSoup are known here and nowhere else in ``parsers``.
"""
