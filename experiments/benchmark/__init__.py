"""What a training takes here, and in the programs that people usually use."""
