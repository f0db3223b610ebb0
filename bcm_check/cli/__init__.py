"""Commands, options and exit codes: the only room that knows all others."""
