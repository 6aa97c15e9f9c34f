"""Every fault that a harvest must survive, on loopback."""
