"""The network as a web page of one file."""
