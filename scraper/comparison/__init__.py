"""Reports side by side: one body over years, and many bodies in one year."""
