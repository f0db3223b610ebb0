"""What the tests of the store share."""

import os

import pytest


@pytest.fixture
def quick_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Do not wait for the disk, in tests that are not about power cuts."""
    monkeypatch.setattr(os, "fsync", lambda handle: None)
