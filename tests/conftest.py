"""What all tests share: hypothesis without a clock and without a memory, so that a run is the same everywhere."""

from hypothesis import settings

settings.register_profile("bcm", deadline=None, database=None, derandomize=True)
settings.load_profile("bcm")
