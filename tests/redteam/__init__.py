"""Pages written by hand, as offices write them, against figures that are wrong in silence."""
