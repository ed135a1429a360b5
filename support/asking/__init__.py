"""What asks: the question for a test image, and the windows that show it."""
