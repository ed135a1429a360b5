"""The tests, and the pictures that experiments measure by."""
