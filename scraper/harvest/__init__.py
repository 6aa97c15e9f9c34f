"""The harvest of many sites: discover, fetch, archive, parse, store; stopped and resumed at any time."""
