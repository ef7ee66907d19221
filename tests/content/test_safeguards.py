"""Safeguards of whatever is in content/."""

from tests.invariants.safeguards import *
