"""A training's mini-sets, its log and its results."""
