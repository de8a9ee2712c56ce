"""modscore scores what people write in discussions, with reasons, on your own machine."""
