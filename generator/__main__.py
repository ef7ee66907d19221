"""Makes `python -m generator` work as `playbook` does."""

import sys

from generator.command.cli import main

sys.exit(main())
