"""Runs the evaluation: ``python -m tests.proving --help``."""

import sys

from tests.proving.evaluate import main

if __name__ == "__main__":
    sys.exit(main())
