"""The network as a web page in one file."""
