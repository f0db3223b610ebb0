"""bcm-check: an offline self-assessment of continuity and resilience, in Dutch."""

__version__ = "0.1.0"
