"""A pseudo-terminal is a thing of Unix: on Windows this folder is not collected."""

import sys

collect_ignore_glob = ["test_*.py"] if sys.platform == "win32" else []
