"""Lets `python -m generator` stand for `playbook`."""

import sys

from generator.command.cli import main

sys.exit(main())
