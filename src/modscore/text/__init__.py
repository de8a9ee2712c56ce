"""Text made plain, with a map back to every original character."""
