"""Learned eyes, an experiment: scenes are drawn, a network learns to find digits in them (docs/eyes.md)."""
