"""The studies: many trainings that answer a question, and their tables and figures."""
