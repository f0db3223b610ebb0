"""The real program in a pseudo-terminal of 80 by 24, read back as the screen that a user sees."""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path

import pexpect
import pyte

ROOT = Path(__file__).parent.parent.parent
PATIENCE = 20.0


def _hear_ctrl_c() -> None:
    """Let the program hear Ctrl-C, also when the tests run in the background of a shell, which ignores it."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


class Terminal:
    """One run of the program. `screen` is what stands on the terminal, `raw` every byte that was sent to it."""

    def __init__(self, *words: str, folder: Path, **environment: str) -> None:
        self.raw = b""
        self._screen = pyte.Screen(80, 24)
        self._stream = pyte.ByteStream(self._screen)
        variables = {**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm-256color", "LANG": "C.UTF-8", **environment}
        for name in ("NO_COLOR", "ACCESSIBLE", "COLUMNS", "LINES"):
            if name not in environment:
                variables.pop(name, None)
        self._child = pexpect.spawn(
            sys.executable,
            ["-m", "bcm_check", *words],
            cwd=str(folder),
            env=variables,
            dimensions=(24, 80),
            timeout=PATIENCE,
            preexec_fn=_hear_ctrl_c,
        )
        self._child.delaybeforesend = None

    def send(self, keys: str) -> None:
        self._child.send(keys)

    def pump(self, seconds: float) -> bool:
        """Take in what is sent for some time; False when the program has ended."""
        until = time.monotonic() + seconds
        while True:
            try:
                piece = self._child.read_nonblocking(65536, timeout=max(0.0, min(0.02, until - time.monotonic())))
            except pexpect.TIMEOUT:
                piece = b""
            except pexpect.EOF:
                return False
            self.raw += piece
            self._stream.feed(piece)
            if time.monotonic() >= until:
                return True

    def until(self, *texts: str) -> str:
        """Wait until all texts stand on the screen together; return the screen."""
        limit = time.monotonic() + PATIENCE
        while not all(text in self.flat for text in texts):
            if not self.pump(0.01) and not all(text in self.flat for text in texts):
                raise AssertionError(f"the program ended without {texts}:\n{self.text}")
            assert time.monotonic() < limit, f"no {texts} on:\n{self.text}"
        return self.text

    def press(self, keys: str, *texts: str) -> str:
        """Send keys and wait for what they bring about."""
        self.send(keys)
        return self.until(*texts)

    @property
    def rows(self) -> list[str]:
        return [row.rstrip() for row in self._screen.display]

    @property
    def text(self) -> str:
        return "\n".join(self.rows)

    @property
    def flat(self) -> str:
        """The screen with every run of blanks and line ends as one space."""
        return " ".join(self.text.split())

    def kill(self) -> None:
        """Kill -9, and take in what was already on its way to the screen."""
        os.kill(self._child.pid, signal.SIGKILL)
        while self.pump(0.05):
            pass
        self._child.close(force=True)

    def end(self) -> int:
        """Wait for the program to end; return its exit code."""
        limit = time.monotonic() + PATIENCE
        while self.pump(0.05):
            assert time.monotonic() < limit, f"does not end:\n{self.text}"
        self._child.close()
        assert self._child.exitstatus is not None, self._child.signalstatus
        return int(self._child.exitstatus)
