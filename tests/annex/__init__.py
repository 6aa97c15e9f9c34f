"""The statistical tables of the older reports: readers, and pages that a generator makes with their truth."""
