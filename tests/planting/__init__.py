"""A world of counties over years, with planted faults of every rule of the audit."""
