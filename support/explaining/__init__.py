"""Why the network gives its answer, why not another, and a step of its learning, in numbers."""
