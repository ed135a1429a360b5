"""Mini-sets for a training, and what is logged and measured of it."""
