"""Eyes that learned to see: they find the digits in a picture."""
