"""Requirements of whatever is in content/."""

from tests.invariants.requirements import *
