"""The studies: many trainings that answer a question, the tables and figures of them."""
