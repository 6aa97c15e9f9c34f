"""Runs the evaluation: ``python -m tests.planting --help``."""

import sys

from tests.planting.evaluate import main

if __name__ == "__main__":
    sys.exit(main())
