"""Your own handwriting."""
