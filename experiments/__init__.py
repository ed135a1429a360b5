"""What is measured with the program, drawn for its pages, and made for its weights."""
