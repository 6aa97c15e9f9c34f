"""Records as pages on this machine: to read them, to look into findings, to compare. Nothing is written."""
