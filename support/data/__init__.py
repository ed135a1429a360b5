"""The data set: MNIST's files, and others like them."""
