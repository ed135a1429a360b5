"""What is saved: pictures of a training and of a test, and the film of a training."""
