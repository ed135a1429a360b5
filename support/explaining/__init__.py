"""Why the network answers so, why not otherwise, and a step of its learning: in numbers."""
