"""What users see: the prompt, the terminal's pictures, windows, figures."""
