"""Rule files read, checked and packed."""
