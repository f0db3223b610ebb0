"""The terminal interview: one session around the Gesprek, shown on a whole screen or in plain lines."""
