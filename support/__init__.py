"""All that the paper leaves to libraries or does in passing: docs/changing.md says what each folder holds."""
