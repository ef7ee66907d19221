"""Step order of whatever is in content/."""

from tests.invariants.order import *
