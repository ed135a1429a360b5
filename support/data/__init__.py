"""The data set: MNIST's files, and their likes."""
