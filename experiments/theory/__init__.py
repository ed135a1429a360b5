"""The figures of the paper's theory, and its network with the names of the classes."""
