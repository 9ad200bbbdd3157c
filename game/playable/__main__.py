"""`python -m playable`."""

import sys

from playable.cli import main

if __name__ == "__main__":
    sys.exit(main())
