"""What a command gives, and the small questionnaire that most of these tests use."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

KLEIN = str(Path(__file__).parent.parent / "prompts" / "klein.yaml")


class Uitkomst(NamedTuple):
    """What a command gave: its exit code, stdout and stderr."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one document on stdout."""
        return json.loads(self.out)


Do = Callable[..., Uitkomst]
