"""All that touches the world: files, addresses, bytes, repairs, the command line."""
