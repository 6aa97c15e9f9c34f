"""What holds for every page: of repairs, of grids, of the whole way from bytes to record."""
