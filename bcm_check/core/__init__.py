"""The pure core: no files, no terminal, no clock, no randomness, no environment."""
