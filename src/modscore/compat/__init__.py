"""For programs written against other services."""
