"""Lets `python -m generator` stand for `playbook`."""

import sys

from generator.cli import main

sys.exit(main())
