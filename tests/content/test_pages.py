"""Pages of whatever is in content/."""

from tests.invariants.pages import *
