"""What all pictures share: the terminal's characters, what matplotlib can do here, colours, bar charts."""
