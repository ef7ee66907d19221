"""Starts the command: `playbook`, or `python -m generator`."""

import sys


def start() -> int:
    """Run the command; return its exit code, also where somebody presses Ctrl-C before all of it is loaded."""
    try:
        from generator.command.cli import main

        return main()
    except KeyboardInterrupt:
        from generator.errors import STOPPED

        sys.stderr.write(f"{STOPPED}\n")
        return 130


if __name__ == "__main__":
    sys.exit(start())
